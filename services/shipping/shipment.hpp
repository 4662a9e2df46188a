// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/decision.hpp"
#include "services/vocabulary.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace shop {

/// The parcel of one order (same id): where it goes, whether a carrier takes it, and how that is undone.
///
/// Commands come from several services and may come in any order and more than once. A carrier that was told to undo a
/// booking never books that shipment afterwards: a late "booked" needs no answer here.
/// Pure: no clock, no I/O, no ids made here.
struct shipment {
  static constexpr std::string_view name = "shipment";
  // -- commands ---------------------------------------------------------------------------
  struct request {
    customer_id customer;
    address to;
  };
  struct create {};
  struct note_booked {
    std::string tracking;
  };
  struct note_refused {
    std::string code;
  };
  struct cancel {
    std::string code;
  };
  struct note_voided {};
  using command = std::variant<request, create, note_booked, note_refused, cancel, note_voided>;
  // -- events: stored for ever, read schemas/README.md before touching ------------------------
  struct requested {
    customer_id customer;
    address to;
  };
  struct create_awaited {};
  struct booking {
    customer_id customer;
    address to;
  };
  struct created {
    std::string tracking;
  };
  struct failed {
    std::string code;
  };
  struct cancelling {
    std::string code;
  };
  struct cancelled {
    std::string code;
  };
  using event = std::variant<requested, create_awaited, booking, created, failed, cancelling, cancelled>;
  // -- refusals: why it may say no ------------------------------------------------------------
  enum class refusal : std::uint8_t { not_booking };
  // -- state: what the events add up to -------------------------------------------------------
  enum class stage : std::uint8_t {
    unknown,
    requested,
    create_awaited,
    booking,
    created,
    failed,
    cancelling,
    cancelled
  };
  struct state {
    stage at = stage::unknown;
    customer_id customer;
    address to;
    std::string tracking;
    std::string code; // why it failed or was undone
  };

  static auto decide(const state& now, const command& wanted) -> sinew::decision<shipment>;
  static auto evolve(state before, const event& happened) -> state;
};

auto to_string(shipment::refusal why) -> std::string_view;

} // namespace shop
