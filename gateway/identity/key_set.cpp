// SPDX-License-Identifier: Apache-2.0
#include "gateway/identity/key_set.hpp"

#include "tools/transcode/strict_json.hpp"

#include <fmt/format.h>

namespace sinew::gateway {

namespace {

constexpr json_limits set_limits{.size = 256 * 1024, .depth = 8};
// Each costs some work at each reading.
constexpr std::size_t most_keys = 100;

} // namespace

auto key_set::parse(std::string_view json) -> result<key_set> {
  const auto whole = parse_strict_json(json, set_limits);
  if (!whole)
    return tl::unexpected{whole.error()};
  const auto listed = whole->is_object() ? whole->find("keys") : whole->end();
  if (!whole->is_object() || listed == whole->end() || !listed->is_array())
    return fail(errc::invalid_input, R"(no JSON Web Key Set: {"keys":[…]} is expected)");
  if (listed->size() > most_keys)
    return fail(errc::invalid_input, fmt::format("{} keys are more than {}", listed->size(), most_keys));
  key_set made;
  for (const auto& jwk : *listed) {
    auto key = public_key::read(jwk);
    if (!key)
      return tl::unexpected{key.error()};
    if (!*key)
      continue;
    auto id = (*key)->id();
    if (!made.keys_.emplace(id, std::move(**key)).second)
      return fail(errc::invalid_input, fmt::format("two keys are called '{}'", id));
  }
  if (made.keys_.empty())
    return fail(errc::invalid_input, "none of the keys verifies RS256, ES256 or EdDSA");
  return made;
}

auto key_set::find(std::string_view id) const -> const public_key* {
  const auto found = keys_.find(id);
  return found == keys_.end() ? nullptr : &found->second;
}

} // namespace sinew::gateway
