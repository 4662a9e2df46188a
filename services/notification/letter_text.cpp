// SPDX-License-Identifier: Apache-2.0
#include "services/notification/letter_text.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace shop {

namespace {

auto is_ascii(std::string_view text) -> bool {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

auto on_one_line(std::string text) -> std::string {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return text;
}

/// One character of the "Q" encoding (RFC 2047, section 4.2).
auto q_encoded(char c) -> std::string {
  const auto is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return is_plain ? std::string{c} : fmt::format("={:02X}", static_cast<unsigned char>(c));
}

/// Encoded words of at most 75 characters, one to a line; no character of UTF-8 is cut in two.
auto header_text(std::string_view text) -> std::string {
  if (is_ascii(text))
    return on_one_line(std::string{text});
  constexpr std::size_t longest_word = 75 -
                                       std::string_view{
                                           "=?UTF-8?Q?"
                                           "?="}
                                           .size();
  std::string words;
  std::string word;
  for (std::size_t at = 0; at < text.size();) {
    std::string character = q_encoded(text[at++]);
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80)
      character += q_encoded(text[at++]);
    if (word.size() + character.size() > longest_word) {
      words += "=?UTF-8?Q?" + word + "?=\n ";
      word.clear();
    }
    word += character;
  }
  return words + "=?UTF-8?Q?" + word + "?=";
}

auto date_text(sinew::timestamp when) -> std::string {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} +0000",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(when))));
}

/// As HTTP has it (W3C Trace Context); for mail nobody has registered a header.
auto trace_line(const std::string& trace) -> std::string {
  return trace.empty() ? std::string{} : fmt::format("Traceparent: {}\n", on_one_line(trace));
}

} // namespace

auto letter_text(const mail::letter& what) -> std::string {
  return fmt::format(
      "From: The shop <shop@example.test>\n"
      "To: {}\n"
      "Subject: {}\n"
      "Date: {}\n"
      "Message-ID: <{}@shop.example.test>\n"
      "MIME-Version: 1.0\n"
      "Content-Type: text/plain; charset=utf-8\n"
      "Content-Transfer-Encoding: 8bit\n"
      "{}"
      "\n"
      "{}",
      on_one_line(what.recipient), header_text(what.subject), date_text(what.written), on_one_line(what.id),
      trace_line(what.trace), what.body);
}

} // namespace shop
