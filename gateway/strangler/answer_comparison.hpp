// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/http_message.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace sinew::gateway {

/// One member in which two answers differ.
struct member_difference {
  /// Where it is (RFC 6901), cut where it is long; empty: the body as a whole.
  std::string pointer;
  /// What it is on each side, fit to be shown: long values are cut, and those named like a secret hidden. Nothing: it is not there.
  std::optional<nlohmann::ordered_json> legacy;
  std::optional<nlohmann::ordered_json> modern;
};

struct answer_difference {
  unsigned legacy_status = 0;
  unsigned modern_status = 0;
  std::vector<member_difference> members;
  /// There are more than `most_members`.
  bool is_cut = false;
};

/// Differences that are looked for in one pair of answers.
inline constexpr std::size_t most_members = 20;

/// A body larger than that, in bytes, is compared byte by byte, and of its content nothing is shown: one thread serves everybody.
inline constexpr std::size_t largest_parsed = 128 * 1024;

/// Compares status and body; nothing: they are equal. Bodies that are both JSON are compared member by member, in whatever order objects
/// have them, without what `ignore` points to (http_route.hpp); others byte by byte. Headers are not compared: each system has its own.
/// Pure; the work is bounded by the bodies' size.
auto compare_answers(const http_response& legacy, const http_response& modern, const std::vector<std::string>& ignore)
    -> std::optional<answer_difference>;

} // namespace sinew::gateway
