// SPDX-License-Identifier: Apache-2.0
#include "services/outside/http_address.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <algorithm>

namespace shop {

namespace {

using sinew::errc;
using sinew::fail;

constexpr std::string_view scheme = "http://";

auto is_port(std::string_view text) -> bool {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return !text.empty() && text.size() <= 5 && std::all_of(text.begin(), text.end(), is_digit) &&
         std::stoi(std::string{text}) >= 1 && std::stoi(std::string{text}) <= 65535;
}

auto is_host(std::string_view text) -> bool {
  const auto belongs = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
           c == '_';
  };
  return !text.empty() && text.size() <= 253 && std::all_of(text.begin(), text.end(), belongs);
}

} // namespace

auto parse_http_address(std::string_view url) -> sinew::result<http_address> {
  const auto wrong = [&] {
    return fail(errc::invalid_input, "'" + std::string{url} + "' is not an address like http://host:port");
  };
  if (!url.starts_with(scheme))
    return wrong();
  auto rest = url.substr(scheme.size());
  if (rest.ends_with('/'))
    rest.remove_suffix(1);
  const auto colon = rest.find(':');
  const auto host = rest.substr(0, colon);
  const auto port = colon == std::string_view::npos ? std::string_view{"80"} : rest.substr(colon + 1);
  if (!is_host(host) || !is_port(port))
    return wrong();
  return http_address{std::string{host}, std::string{port}};
}

void tell_http_address(std::string_view party, std::string_view option, std::string_view url) {
  spdlog::info("{} at {}{}", party, url,
               url == usual_http_address ? fmt::format(" (default; set {})", option) : std::string{});
}

auto complaint_about_http_address(const std::string& url) -> std::string {
  const auto parsed = parse_http_address(url);
  return parsed ? std::string{} : parsed.error().what;
}

} // namespace shop
