// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/decision.hpp"
#include "services/vocabulary.hpp"

namespace shop {

/// So many pieces of one article.
struct piece {
  sku article;
  std::uint32_t quantity = 0;

  auto operator==(const piece&) const -> bool = default;
};

/// What one order has put aside on several stocks: all of it, or in the end nothing. Its id is the order's.
/// It tolerates any order of arrival: released before it was opened it stays closed, and pieces held for it after its
/// end are given back.
/// Pure: no clock, no I/O.
struct reservation {
  static constexpr std::string_view name = "reservation";
  /// Pieces of one article.
  static constexpr std::uint32_t most_of_one_article = 100'000'000;

  // -- commands -----------------------------------------------------------------------------------------------------
  /// Several pieces of one article are asked for together.
  struct open {
    std::vector<piece> pieces;
  };
  /// A stock put its pieces aside.
  struct note_held {
    sku article;
  };
  /// A stock had not enough.
  struct note_short {
    sku article;
  };
  /// Undo: give everything back.
  struct release {
    std::string code;
  };
  /// The order is confirmed: let the pieces go.
  struct commit {};
  using command = std::variant<open, note_held, note_short, release, commit>;

  // -- events: stored for ever, read schemas/README.md before touching ----------------------------------------------
  struct opened {
    std::vector<piece> pieces;
  };
  /// One article is held, others are still awaited.
  struct line_held {
    sku article;
  };
  /// The last article is held too.
  struct reserved {
    sku article;
  };
  /// The order cannot be had; `held` is to be given back.
  struct rejected {
    std::string code;
    sku article;
    std::vector<sku> held;
  };
  /// Undone; `held` is to be given back.
  struct released {
    std::string code;
    std::vector<sku> held;
  };
  /// Held after the end: to be given back.
  struct hold_undone {
    sku article;
  };
  struct committed {
    std::vector<sku> articles;
  };
  using event = std::variant<opened, line_held, reserved, rejected, released, hold_undone, committed>;

  // -- refusals: why it may say no ----------------------------------------------------------------------------------
  enum class refusal : std::uint8_t { too_many_pieces, not_opened, not_asked_for, already_committed, not_reserved };

  // -- state: what the events add up to -----------------------------------------------------------------------------
  enum class stage : std::uint8_t { unknown, opened, reserved, rejected, released, committed };
  struct state {
    stage at = stage::unknown;
    /// One per article.
    std::vector<piece> pieces;
    /// Articles put aside and not yet given back.
    std::vector<sku> held;
    /// Why it was rejected or released.
    std::string code;
  };

  static auto decide(const state& s, const command& c) -> sinew::decision<reservation>;
  static auto evolve(state s, const event& e) -> state;
};

auto to_string(reservation::refusal why) -> std::string_view;

} // namespace shop
