// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/decision.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <variant>

namespace loyalty {

/// The points of one customer (same id): what may be asked of them, what has happened to them, and why they may say no.
/// Pure: no clock, no I/O, no ids made here.
struct points {
  static constexpr std::string_view name = "points";

  // -- commands -----------------------------------------------------------------------------
  struct earn {
    std::string order;
    std::uint32_t amount;
  };
  struct spend {
    std::uint32_t amount;
  };
  using command = std::variant<earn, spend>;

  // -- events: stored for ever --------------------------------------------------------------
  struct earned {
    std::string order;
    std::uint32_t amount;
  };
  struct spent {
    std::uint32_t amount;
  };
  using event = std::variant<earned, spent>;

  // -- refusals: why they may say no --------------------------------------------------------
  enum class refusal : std::uint8_t { not_enough };

  // -- state: what the events add up to -----------------------------------------------------
  struct state {
    std::uint64_t balance = 0;
    /// Orders that have been credited.
    std::set<std::string> orders;
  };

  static auto decide(const state& s, const command& c) -> sinew::decision<points>;
  static auto evolve(state s, const event& e) -> state;
};

auto to_string(points::refusal why) -> std::string_view;

} // namespace loyalty
