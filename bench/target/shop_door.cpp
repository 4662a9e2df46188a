// SPDX-License-Identifier: Apache-2.0
#include "bench/target/shop_door.hpp"

#include "bench/http/http_question.hpp"
#include "bench/target/door_hops.hpp"
#include "bench/target/email_changes.hpp"
#include "tools/token/development_token.hpp"
#include "tools/token/running_key.hpp"

#include <fmt/format.h>

#include <fstream>

namespace sinew::bench {

namespace {

constexpr std::string_view usual_url = "http://127.0.0.1:8080";
constexpr std::chrono::hours token_lifetime{24};

auto development_token_for(const std::filesystem::path& key) -> result<std::string> {
  return development_key::read(key).map([](const development_key& read) {
    return write_token(read, {.subject = "bench", .roles = {"operator"}, .lifetime = token_lifetime},
                       std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
  });
}

/// Empty: none is told there.
auto url_beside(const std::filesystem::path& key) -> std::string {
  std::ifstream file{key.parent_path() / gateway_url_name};
  std::string url;
  std::getline(file, url);
  return url;
}

auto is_not_taken(const server_address& to, const kept_answer& said) -> tl::unexpected<error> {
  return fail(
      errc::invalid_input,
      fmt::format("the gateway at {} does not take the token ({}); give it one of an operator: --token \"$(sinew "
                  "token --role operator --subject bench)\"",
                  to.text(), said.status));
}

} // namespace

auto find_door(const surroundings& in) -> result<shop_door> {
  auto [url, token, connections] = in.what.http;
  if (const auto key = running_key::find(in.url)) {
    if (url.empty())
      url = url_beside(*key);
    if (token.empty())
      token = development_token_for(*key).value_or(std::string{});
  }
  if (url.empty())
    url = usual_url;
  const auto at = parse_http_url(url).and_then([](const http_url& read) { return server_address::of(read); });
  if (!at)
    return fail(errc::invalid_input, fmt::format("--http '{}': {}", url, at.error().what));
  return shop_door{std::make_unique<http_lines>(in.with.where(), in.with.poller(), *at, connections), std::move(token)};
}

auto check_is_gateway(const surroundings& in, const shop_door& door) -> result<void> {
  const auto& to = door.lines->to();
  const auto said = ask_once(in.with.where(), *door.lines, to_text({.method = "GET", .path = static_path}, to));
  if (!said)
    return fail(errc::unavailable,
                fmt::format("no gateway answers: {}; start one with `sinew up --http-port 8080`, or name "
                            "yours with --http",
                            said.error().what));
  if (said->status != 200 || said->body.find("\"alive\"") == std::string::npos)
    return fail(
        errc::invalid_input,
        fmt::format("what serves {} is no gateway of the shop, for it answers GET {} with {}; name the gateway with "
                    "--http",
                    to.text(), static_path, said->status));
  return {};
}

auto check_change(const surroundings& in, const shop_door& door) -> result<void> {
  const auto& to = door.lines->to();
  email_requests requests{to, door.token, in.what};
  const auto said = ask_once(in.with.where(), *door.lines, std::string{requests.of(0)});
  if (!said)
    return tl::unexpected{said.error()};
  switch (said->status) {
    case 200: break;
    case 401:
    case 403: return is_not_taken(to, *said);
    case 404:
      return fail(errc::invalid_input,
                  fmt::format("the gateway at {} does not find customer {}, who is registered on {}: it "
                              "serves another system (--http), or the token is a customer's (--token)",
                              to.text(), customer_name(0), in.url));
    default:
      return fail(errc::unavailable,
                  fmt::format("the gateway at {} changes no email: {}, {}", to.text(), said->status, said->body));
  }
  if (in.what.time_hops && !door_hops::are_told_by(said->server_timing))
    return fail(errc::invalid_input,
                fmt::format("--hops: the gateway at {} does not tell its times; the token must be an "
                            "operator's",
                            to.text()));
  return {};
}

} // namespace sinew::bench
