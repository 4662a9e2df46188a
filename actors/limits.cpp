// SPDX-License-Identifier: Apache-2.0
#include "actors/limits.hpp"

#include <fmt/format.h>

namespace sinew {

auto limits::validate() const -> std::vector<std::string> {
  std::vector<std::string> faults;
  const auto within = [&](std::string_view field, auto value, auto least, auto most) {
    if (value < least || value > most)
      faults.push_back(fmt::format("{} must be {} to {}, not {}", field, least, most, value));
  };
  const auto positive = [&](std::string_view field, std::chrono::milliseconds value) {
    if (value.count() <= 0)
      faults.push_back(fmt::format("{} must be longer than 0 ms", field));
  };
  within("waiting_commands", waiting_commands, 1U, 100'000U);
  within("commands_per_append", commands_per_append, 1U, 10'000U);
  within("bytes_per_append", bytes_per_append, 1'024U, 512'000U);
  within("remembered_commands", remembered_commands, 16U, 100'000U);
  within("conflicts_in_a_row", conflicts_in_a_row, 1, 100);
  within("events_per_snapshot", events_per_snapshot, 1U, 1'000'000U);
  within("messages_per_page", messages_per_page, 1U, 1'000U);
  within("live_aggregates", live_aggregates, 64U, 100'000'000U);
  within("attempts_before_parking", attempts_before_parking, 1U, 1'000U);
  within("parked_keys", parked_keys, 1U, 10'000'000U);
  positive("idle", idle);
  within("remote_commands", remote_commands, 1U, 1'000'000U);
  positive("drain", drain);
  positive("lane_handover", lane_handover);
  positive("remote_patience", remote_patience);
  positive("first_backoff", first_backoff);
  if (longest_backoff < first_backoff)
    faults.emplace_back("longest_backoff must not be shorter than first_backoff");
  return faults;
}

} // namespace sinew
