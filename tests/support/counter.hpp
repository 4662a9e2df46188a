// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/decision.hpp"
#include "kernel/time.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace test {

/// The tests' own domain: a number that grows, can be set back, and can ask to be reminded. Small, but with everything
/// the runtime knows about: events, a refusal, a command that changes nothing, and an alarm.
struct counter {
  static constexpr std::string_view name = "counter";
  // -- commands ---------------------------------------------------------------------------
  /// 0 changes nothing.
  struct add {
    std::uint32_t amount;
  };
  /// Changes nothing when there is nothing to set back.
  struct reset {};
  struct remind {
    sinew::timestamp at;
  };
  /// The reminder's alarm. Early or unwanted, it changes nothing.
  struct ring {
    sinew::timestamp now;
  };
  using command = std::variant<add, reset, remind, ring>;
  // -- events -----------------------------------------------------------------------------
  struct added {
    std::uint32_t amount;
  };
  struct was_reset {};
  struct reminded {
    sinew::timestamp at;
  };
  struct rang {};
  using event = std::variant<added, was_reset, reminded, rang>;
  // -- refusals ---------------------------------------------------------------------------
  enum class refusal : std::uint8_t { too_large };
  static constexpr std::uint32_t largest_amount = 1000;
  // -- state ------------------------------------------------------------------------------
  struct state {
    std::uint64_t total = 0;
    std::optional<sinew::timestamp> remind_at;
    std::uint32_t rings = 0;
  };

  static auto decide(const state& now, const command& wanted) -> sinew::decision<counter>;
  static auto evolve(state before, const event& happened) -> state;
  static auto alarm_of(const state& now) -> std::optional<sinew::alarm<counter>>;
};

auto to_string(counter::refusal why) -> std::string_view;

} // namespace test
