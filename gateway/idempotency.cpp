// SPDX-License-Identifier: Apache-2.0
#include "gateway/idempotency.hpp"

#include "gateway/identity/sha256.hpp"

#include <algorithm>
#include <initializer_list>

namespace sinew::gateway {

namespace {

constexpr std::size_t longest_key = 200;

/// SHA-256 over all parts, each behind its length, so that no two lists of parts read the same; its first half as an id of
/// version 8 (RFC 9562, 5.8). Callers choose their keys: a weaker hash would let them choose each other's ids.
auto digest(std::initializer_list<std::string_view> parts) -> uuid {
  std::string text;
  for (const auto part : parts)
    text.append(std::to_string(part.size())).append(":").append(part);
  const auto hash = sha256(text);
  const auto word = [&hash](std::size_t at) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i)
      value = value << 8 | hash.at(at + i);
    return value;
  };
  return {(word(0) & ~0xf000ULL) | 0x8000ULL, (word(8) & ~(3ULL << 62)) | (2ULL << 62)};
}

auto is_printable(char c) -> bool {
  return c > ' ' && c < 0x7f;
}

auto unquoted(std::string_view text) -> std::string_view {
  return text.size() >= 2 && text.front() == '"' && text.back() == '"' ? text.substr(1, text.size() - 2) : text;
}

} // namespace

auto read_idempotency_key(std::string_view header) -> result<std::string> {
  if (header.empty())
    return fail(
        errc::invalid_input,
        "Idempotency-Key: is missing; choose one for what you want, and send it again when you repeat the request");
  const auto key = unquoted(header);
  const bool is_plain = std::ranges::all_of(key, is_printable) && key.find_first_of("\",") == std::string_view::npos;
  if (key.empty() || key.size() > longest_key || !is_plain)
    return fail(errc::invalid_input, "Idempotency-Key: must be one key of 1 to 200 printable ASCII characters");
  return std::string{key};
}

auto id_for_key(std::string_view caller, std::string_view key) -> std::string {
  return to_string(digest({"id", caller, key}));
}

auto command_id_for_key(std::string_view name, std::string_view id, std::string_view key,
                        const nlohmann::ordered_json& fields) -> uuid {
  const nlohmann::json sorted = fields; // by name
  const auto body = sorted.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return digest({"command", name, id, key, body});
}

} // namespace sinew::gateway
