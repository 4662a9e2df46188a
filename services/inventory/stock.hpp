// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/decision.hpp"
#include "services/vocabulary.hpp"

#include <map>

namespace shop {

/// The pieces of one article: free, held for reservations, gone. Its id is the sku. Pieces are never lost:
/// available + reserved + shipped is what was received.
/// Pure: no clock, no I/O.
struct stock {
  static constexpr std::string_view name = "stock";

  // -- commands -----------------------------------------------------------------------------------------------------
  struct receive {
    std::uint32_t quantity;
  };
  /// Put aside, all or nothing.
  struct hold {
    reservation_id reservation;
    std::uint32_t quantity;
  };
  struct release {
    reservation_id reservation;
  };
  struct ship {
    reservation_id reservation;
  };
  using command = std::variant<receive, hold, release, ship>;

  // -- events: stored for ever, read schemas/README.md before touching ----------------------------------------------
  struct received {
    std::uint32_t quantity;
  };
  struct held {
    reservation_id reservation;
    std::uint32_t quantity;
  };
  struct fell_short {
    reservation_id reservation;
    std::uint32_t wanted;
    std::uint64_t available;
  };
  struct released {
    reservation_id reservation;
    std::uint32_t quantity;
  };
  struct shipped {
    reservation_id reservation;
    std::uint32_t quantity;
  };
  using event = std::variant<received, held, fell_short, released, shipped>;

  // -- refusals: why it may say no ----------------------------------------------------------------------------------
  /// More than 64 bits can count.
  enum class refusal : std::uint8_t { too_many_pieces };

  // -- state: what the events add up to -----------------------------------------------------------------------------
  struct state {
    std::uint64_t available = 0;
    std::uint64_t reserved = 0;
    std::uint64_t shipped = 0;
    /// What is held for whom; together they are `reserved`.
    std::map<reservation_id, std::uint32_t> holdings;
  };

  static auto decide(const state& s, const command& c) -> sinew::decision<stock>;
  static auto evolve(state s, const event& e) -> state;
};

auto to_string(stock::refusal why) -> std::string_view;

} // namespace shop
