// SPDX-License-Identifier: Apache-2.0
#include "kernel/http_url.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace sinew {

namespace {

constexpr std::string_view scheme = "http://";

auto port_in(std::string_view text) -> std::optional<std::uint16_t> {
  std::uint16_t port = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), port);
  return problem == std::errc{} && end == text.data() + text.size() && port > 0 ? std::optional{port} : std::nullopt;
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

auto parse_http_url(std::string_view url) -> result<http_url> {
  const auto faulty = [](const char* why) { return fail(errc::invalid_input, why); };
  if (url.starts_with("https://"))
    return faulty("https is not spoken here");
  if (!url.starts_with(scheme) || !is_plain(url))
    return faulty("it must be like http://host:port");
  const auto rest = url.substr(scheme.size());
  const auto slash = std::min(rest.find('/'), rest.size());
  auto path = rest.substr(slash);
  while (path.ends_with('/'))
    path.remove_suffix(1);
  const auto [host, port] = split_authority(rest.substr(0, slash));
  if (host.empty())
    return faulty("it names no host");
  if (port.empty())
    return http_url{std::string{host}, 0, std::string{path}};
  const auto number = port.front() == ':' ? port_in(port.substr(1)) : std::nullopt;
  if (!number)
    return faulty("its port must be 1 to 65535");
  return http_url{std::string{host}, *number, std::string{path}};
}

} // namespace sinew
