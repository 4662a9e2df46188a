// SPDX-License-Identifier: Apache-2.0
#include "bridge/stored_ack.hpp"

#include <fmt/format.h>
#include <charconv>
#include <optional>

namespace sinew {

namespace {

/// The number after `"name":`.
auto number_of(std::string_view json, std::string_view quoted_name) -> std::optional<std::uint64_t> {
  const auto at = json.find(quoted_name);
  if (at == std::string_view::npos)
    return std::nullopt;
  const char* first = json.data() + at + quoted_name.size();
  const char* const end = json.data() + json.size();
  while (first != end && *first == ' ')
    ++first;
  std::uint64_t value = 0;
  return std::from_chars(first, end, value).ec == std::errc{} ? std::optional{value} : std::nullopt;
}

auto meaning_of(std::uint64_t err_code, std::uint64_t code) -> errc {
  switch (err_code) {
    case 10071: // wrong last sequence
    case 10164: // wrong last sequence, of something still being stored
    case 10201: // a message of the batch has been stored before
      return errc::conflict;
    case 10054: // message size exceeds the stream's maximum
    case 10097: // headers too large
    case 10199: // batch too large
      return errc::invalid_input;
    case 10158: // the same message is just being stored
    case 10163: // the stream is not ready
    case 10167: // too many requests
    case 10210: // too many batches
      return errc::overloaded;
    case 10176: // the batch lost its beginning (leader change, timeout): nothing of it was stored
      return errc::unavailable;
    default: break;
  }
  switch (code) {
    case 429: return errc::overloaded;
    case 503: return errc::unavailable;
    default: return errc::rejected_by_broker;
  }
}

} // namespace

auto read_stored_ack(std::string_view json) -> result<std::uint64_t> {
  if (json.find("\"error\":") == std::string_view::npos) {
    if (const auto position = number_of(json, "\"seq\":"))
      return *position;
    return fail(errc::outcome_unknown, fmt::format("not an answer of a stream: '{}'", json.substr(0, 100)));
  }
  const auto err_code = number_of(json, "\"err_code\":").value_or(0);
  const auto code = number_of(json, "\"code\":").value_or(0);
  return fail(meaning_of(err_code, code), fmt::format("nats-server did not store it: {}", json));
}

auto read_stored_ack(const result<broker_message>& answer) -> result<std::uint64_t> {
  if (!answer)
    return tl::unexpected{answer.error()};
  return read_stored_ack(as_text(answer->body()));
}

} // namespace sinew
