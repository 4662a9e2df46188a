// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace sinew {

/// A field of an object; `otherwise` when there is none, or it is of another kind or out of range. nlohmann's own `value`
/// throws at a field of another kind, and nothing that comes from outside may throw here.
template <std::integral Number>
auto field_or(const nlohmann::json& object, std::string_view name, Number otherwise) -> Number {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number_integer())
    return otherwise;
  if (found->is_number_unsigned()) {
    const auto value = found->get<std::uint64_t>();
    return std::in_range<Number>(value) ? static_cast<Number>(value) : otherwise;
  }
  const auto value = found->get<std::int64_t>();
  return std::in_range<Number>(value) ? static_cast<Number>(value) : otherwise;
}

inline auto field_or(const nlohmann::json& object, std::string_view name, std::string_view otherwise) -> std::string {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{otherwise};
}

/// The object in a field; an empty one when there is none.
inline auto object_in(const nlohmann::json& object, std::string_view name) -> const nlohmann::json& {
  static const auto none = nlohmann::json::object();
  const auto found = object.find(name);
  return found != object.end() && found->is_object() ? *found : none;
}

} // namespace sinew
