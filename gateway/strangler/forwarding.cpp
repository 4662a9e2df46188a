// SPDX-License-Identifier: Apache-2.0
#include "gateway/strangler/forwarding.hpp"

#include "kernel/http_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace sinew::gateway {

namespace {

constexpr std::array asked_by_header{"Accept", "Content-Type", "Idempotency-Key", "If-None-Match", "Prefer"};
constexpr std::array told_by_header{"Cache-Control",    "Content-Disposition",
                                    "Content-Encoding", "Content-Language",
                                    "Content-Type",     "ETag",
                                    "Last-Modified",    "Link",
                                    "Location",         "Preference-Applied",
                                    "Retry-After",      "Vary"};

auto is_plain_char(char c) -> bool {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view{"-_.~:@"}.find(c) != std::string_view::npos;
}

auto is_plain_segment(std::string_view decoded) -> bool {
  return !decoded.starts_with('.') && std::ranges::all_of(decoded, is_plain_char);
}

auto roles_of(const identity& who) -> std::string {
  std::string all;
  for (const auto& [is, name] :
       {std::pair{role::customer, "customer"}, std::pair{role::clerk, "clerk"}, std::pair{role::operator_, "operator"}})
    if (who.has(is))
      all.append(all.empty() ? "" : ", ").append(name);
  return all;
}

void add(http_headers& to, std::string name, std::string_view value) {
  if (!value.empty())
    to.push_back({std::move(name), std::string{value}});
}

/// "http://old.example:8099/old/v1/orders/o-1" -> "/v1/orders/o-1"
auto own_location(std::string_view told, const http_url& by) -> std::string {
  auto path = told;
  if (path.starts_with("http://")) {
    path.remove_prefix(7);
    const std::string authority{path.substr(0, path.find('/'))};
    if (authority != by.authority() && authority + ":80" != by.authority())
      return std::string{told}; // somewhere else
    path.remove_prefix(authority.size());
  }
  if (!by.path.empty() && path.starts_with(by.path + "/"))
    path.remove_prefix(by.path.size());
  return path.empty() ? "/" : std::string{path};
}

/// `<http://old.example:8099/old/v1/orders?cursor=x>; rel="next"` -> `</v1/orders?cursor=x>; rel="next"`, each of them (RFC 8288). What
/// stands in quotes is no place.
auto own_links(std::string_view told, const http_url& by) -> std::string {
  std::string made;
  for (bool is_quoted = false; !told.empty();) {
    const auto end = is_quoted || told.front() != '<' ? std::string_view::npos : told.find('>');
    if (end != std::string_view::npos) {
      made.append("<").append(own_location(told.substr(1, end - 1), by)).append(">");
      told.remove_prefix(end + 1);
      continue;
    }
    const std::size_t taken = is_quoted && told.front() == '\\' && told.size() > 1 ? 2 : 1;
    is_quoted ^= told.front() == '"';
    made.append(told.substr(0, taken));
    told.remove_prefix(taken);
  }
  return made;
}

/// What a header says, where that leads to: through the gateway.
auto as_ours(std::string_view name, std::string value, const http_url& by) -> std::string {
  if (same_token(name, "Location"))
    return own_location(value, by);
  return same_token(name, "Link") ? own_links(value, by) : std::move(value);
}

} // namespace

auto is_plain_path(const call& made) -> bool {
  return std::ranges::all_of(made.path, [](const auto& part) { return is_plain_segment(part.second); });
}

auto has_passed(const http_request& asked, std::string_view gateway) -> bool {
  return std::ranges::any_of(list_of(asked.header("Via")), [gateway](std::string_view hop) {
    const auto by = hop.find(' ');
    return by != std::string_view::npos && trimmed(hop.substr(by)) == gateway;
  });
}

auto forwarded(const call& made, const forward_terms& how) -> upstream_request {
  const auto& asked = *made.request;
  upstream_request made_of{.where = how.to,
                           // The body of a GET is what HEAD leaves out on the way to the client.
                           .method = asked.method == "HEAD" ? "GET" : asked.method,
                           .target = how.to.path + asked.path + (asked.query.empty() ? "" : "?" + asked.query),
                           .headers = {},
                           .body = asked.body};
  auto& headers = made_of.headers;
  for (const auto* name : asked_by_header)
    add(headers, name, asked.header(name));
  if (how.pass_token)
    add(headers, "Authorization", asked.header("Authorization"));
  add(headers, "traceparent", made.trace);
  add(headers, "Sinew-Subject", made.caller);
  add(headers, "Sinew-Roles", roles_of(made.who));
  add(headers, "Sinew-Id", how.id);
  add(headers, "X-Forwarded-For", asked.peer);
  add(headers, "X-Forwarded-Host", asked.header("Host"));
  add(headers, "X-Forwarded-Proto", asked.is_secure ? "https" : "http");
  const auto via = asked.header("Via");
  add(headers, "Via", std::string{via} + (via.empty() ? "" : ", ") + "1.1 " + std::string{how.gateway});
  return made_of;
}

auto returned(http_response from, const http_url& by) -> http_response {
  http_response made{.status = from.status, .headers = {}, .body = std::move(from.body), .stream = {}};
  for (auto& [name, value] : from.headers) {
    const auto same = [&name = name](const char* each) { return same_token(each, name); };
    if (std::ranges::none_of(told_by_header, same))
      continue;
    made.headers.push_back({name, as_ours(name, std::move(value), by)});
  }
  // Data to look at: whatever it says that it is, no page of that system runs beside the console.
  made.headers.push_back({"Content-Security-Policy", "default-src 'none'; sandbox"});
  return made;
}

} // namespace sinew::gateway
