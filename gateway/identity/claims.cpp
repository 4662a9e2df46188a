// SPDX-License-Identifier: Apache-2.0
#include "gateway/identity/claims.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace sinew::gateway {

namespace {

using nlohmann::ordered_json;
using std::chrono::sys_seconds;

constexpr std::size_t longest_subject = 128;
// 9999-12-31: what lies beyond is no time, and would not fit.
constexpr double last_second = 253'402'300'799;

auto bad(std::string what) -> tl::unexpected<error> {
  return fail(errc::invalid_input, std::move(what));
}

/// RFC 7519, 2: NumericDate, whole or not. Nothing: there is none.
auto time_in(const ordered_json& from, const char* name) -> result<std::optional<sys_seconds>> {
  const auto found = from.find(name);
  if (found == from.end())
    return std::optional<sys_seconds>{};
  const double seconds = found->is_number() ? found->get<double>() : -1;
  if (!std::isfinite(seconds) || seconds < 0 || seconds > last_second)
    return bad(fmt::format("the claim '{}' is no time", name));
  return std::optional{sys_seconds{std::chrono::seconds{static_cast<std::int64_t>(seconds)}}};
}

auto is_text(const ordered_json& from, const char* name, std::string_view wanted) -> bool {
  const auto found = from.find(name);
  return found != from.end() && found->is_string() && found->get_ref<const std::string&>() == wanted;
}

/// One text, or a list of texts (RFC 7519, 4.1.3).
auto is_meant_for(const ordered_json& from, const std::string& audience) -> bool {
  const auto found = from.find("aud");
  if (found == from.end() || !found->is_array())
    return is_text(from, "aud", audience);
  const auto is_it = [&](const ordered_json& each) { return each.get_ref<const std::string&>() == audience; };
  return std::ranges::all_of(*found, &ordered_json::is_string) && std::ranges::any_of(*found, is_it);
}

auto is_plain(char c) -> bool {
  return c > ' ' && c < 0x7f && c != '"' && c != '\\';
}

auto read_subject(const ordered_json& from, identity& into) -> result<void> {
  const auto found = from.find("sub");
  if (found == from.end() || !found->is_string())
    return bad("the claim 'sub' is missing");
  into.subject = found->get<std::string>();
  if (into.subject.empty() || into.subject.size() > longest_subject || !std::ranges::all_of(into.subject, is_plain))
    return bad("the claim 'sub' is not 1 to 128 printable ASCII characters without quotes");
  return {};
}

auto read_roles(const ordered_json& from, identity& into) -> result<void> {
  const auto found = from.find("roles");
  if (found == from.end())
    return {};
  if (!found->is_array() || !std::ranges::all_of(*found, &ordered_json::is_string))
    return bad("the claim 'roles' is no list of texts");
  for (const auto& name : *found)
    add_role(into, name.get_ref<const std::string&>());
  return {};
}

auto read_times(const ordered_json& from, std::chrono::seconds leeway, claims& into) -> result<void> {
  const auto expires = time_in(from, "exp");
  const auto begins = time_in(from, "nbf");
  const auto issued = time_in(from, "iat");
  for (const auto* each : {&expires, &begins, &issued})
    if (!*each)
      return tl::unexpected{each->error()};
  if (!*expires)
    return bad("the claim 'exp' is missing");
  into.expires = **expires + leeway;
  for (const auto& each : {*begins, *issued})
    if (each)
      into.not_before = std::max(into.not_before, *each - leeway);
  return {};
}

} // namespace

auto claims::read(const ordered_json& from, const claim_rules& rules) -> result<claims> {
  if (!is_text(from, "iss", rules.issuer))
    return bad("the token is from another issuer");
  if (!is_meant_for(from, rules.audience))
    return bad("the token is for another audience");
  claims made;
  made.who.is_signed_in = true;
  return read_subject(from, made.who)
      .and_then([&] { return read_roles(from, made.who); })
      .and_then([&] { return read_times(from, rules.leeway, made); })
      .map([&] { return std::move(made); });
}

auto claims::check_time(sys_seconds now) const -> result<void> {
  if (now >= expires)
    return bad("the token has expired");
  if (now < not_before)
    return bad("the token is not valid yet");
  return {};
}

} // namespace sinew::gateway
