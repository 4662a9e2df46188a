// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/decision.hpp"
#include "services/vocabulary.hpp"

namespace shop {

/// Somebody who buys in the shop: what they are called, and where letters reach them. Registered once, closed once; an id is
/// never used again.
/// Pure: no clock, no I/O.
struct customer {
  static constexpr std::string_view name = "customer";
  /// Bytes of an address of mail: RFC 5321 leaves room for no more.
  static constexpr std::size_t longest_email = 254;

  // -- commands -----------------------------------------------------------------------------------------------------
  /// `register` on the wire; that word is C++'s.
  struct sign_up {
    std::string name;
    std::string email;
  };
  struct change_email {
    std::string email;
  };
  struct close {};
  using command = std::variant<sign_up, change_email, close>;

  // -- events: stored for ever, read schemas/README.md before touching ----------------------------------------------
  struct created {
    std::string name;
    std::string email;
  };
  struct email_changed {
    std::string email;
  };
  struct closed {};
  using event = std::variant<created, email_changed, closed>;

  // -- refusals: why it may say no ----------------------------------------------------------------------------------
  enum class refusal : std::uint8_t { already_registered, not_registered, already_closed };

  // -- state: what the events add up to -----------------------------------------------------------------------------
  enum class stage : std::uint8_t { unknown, registered, closed };
  struct state {
    stage at = stage::unknown;
    std::string name;
    std::string email;
  };

  static auto decide(const state& s, const command& c) -> sinew::decision<customer>;
  static auto evolve(state s, const event& e) -> state;
};

auto to_string(customer::refusal why) -> std::string_view;

} // namespace shop
