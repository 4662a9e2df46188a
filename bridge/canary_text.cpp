// SPDX-License-Identifier: Apache-2.0
#include "bridge/canary_text.hpp"

#include "bridge/json_field.hpp"
#include "kernel/names.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sinew {

namespace {

constexpr std::int64_t whole = 100;

auto bad_share() -> tl::unexpected<error> {
  return fail(errc::invalid_input, "share: a whole number from 0 to 100 is wanted, in percent");
}

} // namespace

auto check_canary_rule(const canary_rule& r) -> result<void> {
  if (!is_valid_name(r.variant))
    return fail(errc::invalid_input,
                fmt::format("variant: '{}' is none: 1 to 48 of a-z 0-9 _, beginning with a letter", r.variant));
  if (r.variant == main_variant)
    return fail(errc::invalid_input, fmt::format("variant: '{}' has what the rule leaves: name another", r.variant));
  if (r.share > whole)
    return bad_share();
  return {};
}

auto write_canary_rule(const canary_rule& r) -> std::string {
  return nlohmann::ordered_json{{"variant", r.variant}, {"share", r.share}}.dump();
}

auto read_canary_rule(std::string_view text) -> result<canary_rule> {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object())
    return fail(errc::invalid_input, R"(no rule of a canary: it looks like {"variant":"b","share":10})");
  const auto share = field_or(json, "share", std::int64_t{-1});
  if (share < 0 || share > whole)
    return bad_share();
  const canary_rule found{field_or(json, "variant", std::string_view{}), static_cast<std::uint32_t>(share)};
  if (auto ok = check_canary_rule(found); !ok)
    return tl::unexpected{ok.error()};
  return found;
}

} // namespace sinew
