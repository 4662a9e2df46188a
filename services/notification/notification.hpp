// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/decision.hpp"
#include "services/vocabulary.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace shop {

/// What a customer is told about one order (same id), once.
/// Pure: no clock, no I/O, no ids made here.
struct notification {
  static constexpr std::string_view name = "notification";
  enum class outcome : std::uint8_t { confirmed, cancelled };
  // -- commands ---------------------------------------------------------------------------
  /// `total` counts for a confirmed order, `code` for a cancelled one. `order` is the notification's own id.
  struct notify {
    std::string order;
    customer_id customer;
    outcome ended;
    money total;
    std::string code;
  };
  struct note_sent {};
  using command = std::variant<notify, note_sent>;
  // -- events: stored for ever, read schemas/README.md before touching ------------------------
  struct requested {
    std::string recipient;
    std::string subject;
    std::string body;
  };
  struct sent {
    std::string recipient;
  };
  using event = std::variant<requested, sent>;
  // -- refusals: why it may say no ------------------------------------------------------------
  enum class refusal : std::uint8_t { not_requested };
  // -- state: what the events add up to -------------------------------------------------------
  enum class stage : std::uint8_t { unknown, requested, sent };
  struct state {
    stage at = stage::unknown;
    std::string recipient;
  };

  static auto decide(const state& now, const command& wanted) -> sinew::decision<notification>;
  static auto evolve(state before, const event& happened) -> state;
};

auto to_string(notification::refusal why) -> std::string_view;

} // namespace shop
