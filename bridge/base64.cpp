// SPDX-License-Identifier: Apache-2.0
#include "bridge/base64.hpp"

namespace sinew {

namespace {

auto value_of(char c) -> int {
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  if (c == '+')
    return 62;
  return c == '/' ? 63 : -1;
}

} // namespace

auto from_base64(std::string_view text) -> result<bytes> {
  const bool whole = text.size() % 4 == 0;
  while (whole && text.ends_with('='))
    text.remove_suffix(1);
  bytes all;
  all.reserve(text.size() * 3 / 4);
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    const int value = value_of(c);
    if (!whole || value < 0)
      return fail(errc::invalid_input, "not base64");
    bits = bits << 6U | static_cast<unsigned>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      all.push_back(static_cast<std::byte>(bits >> static_cast<unsigned>(count) & 0xffU));
    }
  }
  return all;
}

} // namespace sinew
