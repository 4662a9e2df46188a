// SPDX-License-Identifier: Apache-2.0
#include "bridge/ack_subject.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace sinew {

namespace {

auto split(std::string_view subject) -> std::vector<std::string_view> {
  std::vector<std::string_view> tokens;
  tokens.reserve(12);
  for (std::size_t at = 0; at <= subject.size();) {
    const auto dot = std::min(subject.find('.', at), subject.size());
    tokens.push_back(subject.substr(at, dot - at));
    at = dot + 1;
  }
  return tokens;
}

auto number(std::string_view token) -> std::optional<std::uint64_t> {
  std::uint64_t value = 0;
  const auto end = token.data() + token.size();
  const auto read = std::from_chars(token.data(), end, value);
  return read.ec == std::errc{} && read.ptr == end ? std::optional{value} : std::nullopt;
}

} // namespace

auto read_ack_subject(std::string_view subject) -> std::optional<delivery_facts> {
  const auto tokens = split(subject);
  if (tokens.size() < 9 || tokens[0] != "$JS" || tokens[1] != "ACK")
    return std::nullopt;
  // Nine tokens, or eleven and more with domain and account hash after `$JS.ACK`.
  const std::size_t first = tokens.size() >= 11 ? 6 : 4;
  const auto attempt = number(tokens[first]);
  const auto position = number(tokens[first + 1]);
  const auto delivery = number(tokens[first + 2]);
  const auto stored = number(tokens[first + 3]);
  const auto pending = number(tokens[first + 4]);
  if (!attempt || !position || !delivery || !stored || !pending)
    return std::nullopt;
  return delivery_facts{*attempt, *position, *delivery, static_cast<std::int64_t>(*stored), *pending};
}

} // namespace sinew
