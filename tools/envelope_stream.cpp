// SPDX-License-Identifier: Apache-2.0
#include "tools/envelope_stream.hpp"

#include "schemas/message.hpp"

#include <algorithm>
#include <optional>

namespace sinew {

namespace {

constexpr std::string_view identifier = "SNW1";
constexpr std::size_t identifier_at = 4;
constexpr std::size_t head_size = identifier_at + identifier.size();

/// Where the next envelope may begin, at or after `from`.
auto next_start(bytes_view in, std::size_t from) -> std::optional<std::size_t> {
  const auto found = as_text(in).find(identifier, from + identifier_at);
  return found == std::string_view::npos ? std::nullopt : std::optional{found - identifier_at};
}

auto without_newline(bytes_view body) -> bytes_view {
  return !body.empty() && body.back() == std::byte{'\n'} ? body.first(body.size() - 1) : body;
}

auto digit_of(char c) -> int {
  if (c >= '0' && c <= '9')
    return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

} // namespace

void envelope_stream::take(bytes_view piece) {
  open_.insert(open_.end(), piece.begin(), piece.end());
  while (give_one(false)) {
  }
  // No envelope is this large: a lone identifier in foreign bytes must not make us keep them for ever.
  if (open_.size() > 4 * message_limits{}.size)
    give_garbage(next_start(open_, 1).value_or(open_.size()));
}

void envelope_stream::finish() {
  while (give_one(true)) {
  }
  give_garbage(open_.size());
}

auto envelope_stream::give_one(bool at_end) -> bool {
  const auto start = next_start(open_, 0);
  if (!start)
    return false;
  if (*start > 0) {
    give_garbage(*start);
    return true;
  }
  for (auto next = next_start(open_, 1);; next = next_start(open_, *next + 1)) {
    const auto end = next.value_or(open_.size());
    const auto body = without_newline(bytes_view{open_}.first(end));
    if (message::verify(body)) {
      to_(body);
      // Where nothing follows yet, the last bytes may be the head of the next one without its identifier.
      told_ = next ? 0 : std::min(end, head_size - 1);
      open_.erase(open_.begin(), open_.begin() + static_cast<std::ptrdiff_t>(end - told_));
      return next.has_value();
    }
    if (!next)
      break;
  }
  // At the end of everything a broken beginning is garbage up to the next one, which may be whole.
  const auto next = next_start(open_, 1);
  if (at_end && next)
    give_garbage(*next);
  return at_end && next.has_value();
}

void envelope_stream::give_garbage(std::size_t size) {
  const auto known = std::min(told_, size);
  const auto body = without_newline(bytes_view{open_}.first(size).subspan(known));
  // The last bytes of an envelope may be padding, without which it verifies: they come too late and say nothing.
  if (!std::ranges::all_of(body, [](std::byte b) { return b == std::byte{0}; }))
    to_(body);
  told_ -= known;
  open_.erase(open_.begin(), open_.begin() + static_cast<std::ptrdiff_t>(size));
}

auto from_hex(std::string_view text) -> result<bytes> {
  bytes out;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    const int high = digit_of(text[i]);
    const int low = digit_of(text[i + 1]);
    if (high < 0 || low < 0)
      return fail(errc::invalid_input, "the line is no hexadecimal");
    out.push_back(static_cast<std::byte>(high * 16 + low));
  }
  if (text.size() % 2 != 0)
    return fail(errc::invalid_input, "the line has an odd number of hexadecimal digits");
  return out;
}

} // namespace sinew
