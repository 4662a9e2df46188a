// SPDX-License-Identifier: Apache-2.0
#include "kernel/http_url.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace sinew {

namespace {

/// 0: it is no port.
auto port_of(std::string_view text) -> std::uint16_t {
  std::uint16_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  return problem == std::errc{} && end == text.data() + text.size() ? number : 0;
}

auto is_plain(std::string_view text) -> bool {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f' && c != '@' && c != '?' && c != '#'; });
}

/// "[::1]:4318" -> "::1", ":4318"
auto split_authority(std::string_view text) -> std::pair<std::string_view, std::string_view> {
  const auto bracket = text.starts_with('[') ? text.find(']') : std::string_view::npos;
  if (bracket != std::string_view::npos)
    return {text.substr(1, bracket - 1), text.substr(bracket + 1)};
  const auto colon = std::min(text.find(':'), text.size());
  return {text.substr(0, colon), text.substr(colon)};
}

} // namespace

auto http_url::authority() const -> std::string {
  return (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + port;
}

auto http_url::port_number() const -> std::uint16_t {
  return port_of(port);
}

auto parse_http_url(std::string_view url, std::string_view usual_port) -> result<http_url> {
  constexpr std::string_view scheme = "http://";
  if (url.starts_with("https://"))
    return fail(errc::invalid_input, "https is not spoken here; something on this machine can take it from here");
  if (!url.starts_with(scheme) || !is_plain(url))
    return fail(errc::invalid_input, "it must be like http://127.0.0.1:" + std::string{usual_port});
  const auto rest = url.substr(scheme.size());
  const auto slash = std::min(rest.find('/'), rest.size());
  auto path = rest.substr(slash);
  while (path.ends_with('/'))
    path.remove_suffix(1);
  const auto [host, port] = split_authority(rest.substr(0, slash));
  if (host.empty())
    return fail(errc::invalid_input, "it names no host");
  if (!port.empty() && (port.front() != ':' || port_of(port.substr(1)) == 0))
    return fail(errc::invalid_input, "its port must be 1 to 65535");
  return http_url{std::string{host}, std::string{port.empty() ? usual_port : port.substr(1)}, std::string{path}};
}

} // namespace sinew
