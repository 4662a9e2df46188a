// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sinew::bench {

// What the broker does for one order that goes through, counted at the shop itself (streams and consumers before and after 200
// orders of `sinew bench saga`; bench/README.md says how): 15 events and 2 timers stored, 14 deliveries and their acks, 2 timers
// taken back. A change of the shop's reactions is a change of this table.

/// A kind of aggregate, and whose log its events are in.
struct saga_aggregate {
  std::string_view name;
  std::string_view service;
};
inline constexpr std::array saga_aggregates{
    saga_aggregate{"order", "order"},       saga_aggregate{"reservation", "inventory"},
    saga_aggregate{"stock", "inventory"},   saga_aggregate{"payment", "payment"},
    saga_aggregate{"shipment", "shipping"}, saga_aggregate{"notification", "notification"},
};
inline constexpr std::array<std::string_view, 5> saga_services{"order", "inventory", "payment", "shipping",
                                                               "notification"};

/// Whenever `reader` gets `event` of `aggregate`, it appends `next` to `target`.
struct saga_step {
  std::string_view aggregate;
  std::string_view event;
  std::string_view reader;
  std::string_view target;
  std::string_view next;
};
/// It begins with `order.placed`, which a command asks for.
inline constexpr std::array saga_steps{
    saga_step{"order", "placed", "inventory", "reservation", "opened"},
    saga_step{"order", "placed", "payment", "payment", "requested"},
    saga_step{"order", "placed", "shipping", "shipment", "requested"},
    saga_step{"reservation", "opened", "inventory", "stock", "held"},
    saga_step{"stock", "held", "inventory", "reservation", "reserved"},
    saga_step{"reservation", "reserved", "payment", "payment", "started"},
    saga_step{"payment", "started", "payment", "payment", "charged"},
    saga_step{"payment", "charged", "shipping", "shipment", "booking"},
    saga_step{"shipment", "booking", "shipping", "shipment", "created"},
    saga_step{"shipment", "created", "order", "order", "confirmed"},
    saga_step{"order", "confirmed", "inventory", "reservation", "committed"},
    saga_step{"order", "confirmed", "notification", "notification", "requested"},
    saga_step{"reservation", "committed", "inventory", "stock", "shipped"},
    saga_step{"notification", "requested", "notification", "notification", "sent"},
};

/// A timer of an aggregate: armed before `first` is appended, taken back after `last`.
struct saga_timer {
  std::string_view aggregate;
  std::string_view first;
  std::string_view last;
};
inline constexpr std::array saga_timers{saga_timer{"order", "placed", "confirmed"},
                                        saga_timer{"payment", "started", "charged"}};
inline constexpr std::string_view saga_timer_name = "expire";

/// Bytes of an event after the first, which is as large as the command, and of a timer. An order takes as many bytes in the logs as
/// at the shop, whose events have 358 on average and shorter names.
inline constexpr std::size_t saga_event_bytes = 332;
inline constexpr std::size_t saga_timer_bytes = 250;

/// One service reads another's log, or its own.
struct saga_reading {
  std::string_view upstream;
  std::string_view reader;
  std::vector<saga_step> steps;
};
/// All of them, each once.
auto saga_readings() -> std::vector<saga_reading>;

auto service_of(std::string_view aggregate) -> std::string_view;

/// What an aggregate or a service of the floor's is called: several floors may lie in one broker.
inline auto floor_name(std::string_view prefix, std::string_view name) -> std::string {
  return std::string{prefix}.append("_").append(name);
}

} // namespace sinew::bench
