// SPDX-License-Identifier: Apache-2.0
#include "gateway/openapi/versioned_schema.hpp"

#include <cctype>
#include <functional>
#include <set>
#include <string>

namespace sinew::gateway {

namespace {

constexpr std::string_view prefix = "#/components/schemas/";

/// Each reference in it, as the name of a component.
void each_reference(ordered_json& part, const std::function<void(ordered_json& reference, std::string name)>& take) {
  if (!part.is_structured())
    return;
  if (const auto found = part.is_object() ? part.find("$ref") : part.end(); found != part.end() && found->is_string())
    if (const auto text = found->get<std::string>(); text.starts_with(prefix))
      take(*found, text.substr(prefix.size()));
  for (auto& each : part)
    each_reference(each, take);
}

/// Whether `table` is somewhere in that component, or is it.
auto holds(ordered_json& components, const std::string& name, std::string_view table, std::set<std::string>& seen)
    -> bool {
  if (name == table)
    return true;
  const auto found = components.find(name);
  if (found == components.end() || !seen.insert(name).second)
    return false;
  bool does = false;
  each_reference(*found, [&](const ordered_json&, const std::string& below) {
    does = does || holds(components, below, table, seen);
  });
  return does;
}

/// "Order" -> "OrderV2"
auto name_in(const api_version& in, const std::string& name) -> std::string {
  auto suffix = std::string{in.name};
  suffix.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(suffix.front())));
  return name + suffix;
}

void add(const api_version& in, const std::string& name, ordered_json& components) {
  const auto own = name_in(in, name);
  if (components.contains(own))
    return;
  components[own] = nullptr; // so that what refers to itself ends
  auto made = components.at(name);
  if (name == in.table)
    made = in.describe(made);
  else
    refer_as_written(in, made, components);
  components[own] = std::move(made);
}

} // namespace

void refer_as_written(const api_version& in, ordered_json& part, ordered_json& components) {
  if (in.table.empty() || !components.contains(std::string{in.table}))
    return;
  each_reference(part, [&](ordered_json& reference, const std::string& name) {
    std::set<std::string> seen;
    if (!holds(components, name, in.table, seen))
      return;
    add(in, name, components);
    reference = std::string{prefix} + name_in(in, name);
  });
}

} // namespace sinew::gateway
