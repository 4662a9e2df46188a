// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/cors_policy.hpp"

#include <algorithm>

namespace sinew::gateway {

namespace {

// What our requests carry beyond what browsers always allow, and what scripts may read of our answers.
constexpr std::string_view request_headers =
    "Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID, Prefer, Sinew-Position, "
    "Sinew-Time-Hops";
constexpr std::string_view answer_headers =
    "ETag, Link, Location, Preference-Applied, Retry-After, Server-Timing, Sinew-Position, WWW-Authenticate";
constexpr std::string_view an_hour = "3600";

} // namespace

auto cors_policy::is_preflight(const http_request& asked) -> bool {
  return asked.method == "OPTIONS" && !asked.header("Origin").empty() &&
         !asked.header("Access-Control-Request-Method").empty();
}

void cors_policy::permit(const http_request& asked, http_response& answer) const {
  if (add_origin(asked, answer))
    answer.headers.push_back({"Access-Control-Expose-Headers", std::string{answer_headers}});
}

void cors_policy::permit_preflight(const http_request& asked, std::string_view methods, http_response& answer) const {
  if (!add_origin(asked, answer))
    return;
  answer.headers.push_back({"Access-Control-Allow-Methods", std::string{methods}});
  answer.headers.push_back({"Access-Control-Allow-Headers", std::string{request_headers}});
  answer.headers.push_back({"Access-Control-Max-Age", std::string{an_hour}});
}

auto cors_policy::allowed(std::string_view origin) const -> std::string_view {
  if (origin.empty())
    return {};
  if (std::ranges::find(origins_, "*") != origins_.end())
    return "*";
  const auto found = std::ranges::find(origins_, origin);
  return found == origins_.end() ? std::string_view{} : std::string_view{*found};
}

auto cors_policy::add_origin(const http_request& asked, http_response& answer) const -> bool {
  if (origins_.empty())
    return false;
  const auto origin = allowed(asked.header("Origin"));
  if (origin != "*") // so that a cache does not hand one page's answer to another
    answer.headers.push_back({"Vary", "Origin"});
  if (origin.empty())
    return false;
  answer.headers.push_back({"Access-Control-Allow-Origin", std::string{origin}});
  return true;
}

} // namespace sinew::gateway
