// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/time.hpp"
#include "tools/transcode/payload_reader.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace sinew::gateway {

/// One order, as its own events tell.
struct saga_row {
  enum class stage : std::uint8_t { running, completed, compensated };

  std::string id;
  stage at = stage::running;
  std::string customer;               // empty: not told
  std::string code;                   // why it is being, or was, undone
  std::optional<timestamp> placed_at; // by the order service's clock
  std::optional<timestamp> ended_at;
  /// Where its first listed event is in the log: newer orders have greater ones.
  std::uint64_t position = 0;

  /// None: it has not ended, or began before what is listed.
  [[nodiscard]] auto duration() const -> std::optional<std::chrono::nanoseconds>;
};

auto name_of(saga_row::stage stage) -> std::string_view;

/// The newest orders, told by their events. Bounded: the oldest are forgotten. Pure.
class saga_table {
 public:
  explicit saga_table(std::size_t most) : most_{most} {}

  /// One event of an order, in the order of the log; `data` is its payload.
  void add(std::string_view id, std::string_view event, timestamp time, std::uint64_t position,
           const ordered_json& data);

  /// From the newest to the oldest, of those that began before `position`, until `take` says false.
  void for_each(std::uint64_t before, const std::function<bool(const saga_row&)>& take) const;
  [[nodiscard]] auto size() const -> std::size_t { return rows_.size(); }
  /// Some have been forgotten.
  [[nodiscard]] auto has_forgotten() const -> bool { return has_forgotten_; }

 private:
  void forget_oldest();

  std::size_t most_;
  std::map<std::string, saga_row, std::less<>> rows_;
  std::map<std::uint64_t, std::string> by_position_;
  bool has_forgotten_ = false;
};

} // namespace sinew::gateway
