// SPDX-License-Identifier: Apache-2.0
#include "telemetry/trace_context.hpp"

namespace sinew {

namespace {

// 00-<32 digits>-<16 digits>-<2 digits>
constexpr std::size_t length = 55;
constexpr std::size_t trace_at = 3;
constexpr std::size_t span_at = 36;
constexpr std::size_t flags_at = 53;
constexpr std::uint64_t sampled_flag = 1;
constexpr std::uint64_t forbidden_version = 0xff;

/// Exactly these digits, lower case: std::from_chars would take capitals, too.
auto hex(std::string_view text) -> std::optional<std::uint64_t> {
  std::uint64_t value = 0;
  for (const char c : text) {
    const bool is_digit = c >= '0' && c <= '9';
    if (!is_digit && (c < 'a' || c > 'f'))
      return std::nullopt;
    value = value << 4U | static_cast<std::uint64_t>(is_digit ? c - '0' : c - 'a' + 10);
  }
  return value;
}

void append_hex(std::string& to, std::uint64_t value) {
  static constexpr std::string_view digits = "0123456789abcdef";
  for (int shift = 60; shift >= 0; shift -= 4)
    to += digits[value >> static_cast<unsigned>(shift) & 0xfU];
}

} // namespace

auto parse_traceparent(std::string_view text) -> std::optional<trace_context> {
  if (text.size() < length || text[2] != '-' || text[span_at - 1] != '-' || text[flags_at - 1] != '-')
    return std::nullopt;
  const auto version = hex(text.substr(0, 2));
  if (!version || *version == forbidden_version)
    return std::nullopt;
  // What a later version appends stands behind one more dash.
  if (text.size() > length && (*version == 0 || text[length] != '-'))
    return std::nullopt;
  const auto high = hex(text.substr(trace_at, 16));
  const auto low = hex(text.substr(trace_at + 16, 16));
  const auto span = hex(text.substr(span_at, 16));
  const auto flags = hex(text.substr(flags_at, 2));
  if (!high || !low || !span || !flags || (*high == 0 && *low == 0) || *span == 0)
    return std::nullopt;
  return trace_context{{*high, *low}, *span, (*flags & sampled_flag) != 0};
}

auto to_traceparent(const trace_context& where) -> std::string {
  std::string text;
  text.reserve(length);
  text += "00-";
  append_hex(text, where.trace.high);
  append_hex(text, where.trace.low);
  text += '-';
  append_hex(text, where.span);
  return text += where.sampled ? "-01" : "-00";
}

auto trace_id_text(const uuid& trace) -> std::string {
  std::string text;
  append_hex(text, trace.high);
  append_hex(text, trace.low);
  return text;
}

auto span_id_text(std::uint64_t span) -> std::string {
  std::string text;
  append_hex(text, span);
  return text;
}

auto span_id_of(const uuid& what, std::string_view role) -> std::uint64_t {
  const auto id = derived_uuid(what, role);
  const auto span = id.high ^ id.low; // each has some bits that never change, at different places
  return span == 0 ? 1 : span;
}

auto is_in_share(const uuid& trace, double share) -> bool {
  constexpr std::uint64_t chances = 1ULL << 56U;
  const auto draw = trace.low & (chances - 1);
  return share >= 1 || (share > 0 && draw < static_cast<std::uint64_t>(share * static_cast<double>(chances)));
}

} // namespace sinew
