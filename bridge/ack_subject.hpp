// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sinew {

/// What the broker says about a delivery in the subject that its ack goes to.
struct delivery_facts {
  std::uint64_t attempt;  // 1 at first
  std::uint64_t position; // sequence in the stream
  std::uint64_t delivery; // the consumer's own count, 1 at first: a gap in it is a loss
  std::int64_t stored;    // nanoseconds since 1970, by the broker's clock
  std::uint64_t pending;  // what is to be delivered behind it
};

/// Reads `$JS.ACK.<stream>.<consumer>.<attempt>.<position>.…` and its newer form with domain and account hash in front of
/// the stream. Nothing when it is neither.
auto read_ack_subject(std::string_view subject) -> std::optional<delivery_facts>;

} // namespace sinew
