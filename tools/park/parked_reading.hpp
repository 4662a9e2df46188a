// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "tools/client/client.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sinew {

// All that asks: loop's thread; the connection must outlive the answer. unavailable, rejected_by_broker: the broker's no.

/// Which parked messages are meant: of a service, of one of its keys, or (all empty) of everybody.
struct parked_choice {
  std::string service;
  std::string aggregate;
  std::string id;

  [[nodiscard]] auto is_one_key() const -> bool { return !id.empty(); }
};

/// invalid_input: a name or an id that is none, or an aggregate without an id.
auto check_choice(const parked_choice& c) -> result<void>;

/// What is parked for one key of a service.
struct parked_queue {
  std::string service;
  aggregate_key key;
  std::uint64_t messages = 0;
  /// Not in the queue: set aside, it holds nobody up.
  bool is_aside = false;
};

/// All queues, and everything set aside, with how far `PARK` went when they were counted.
struct parked_queues {
  std::vector<parked_queue> queues;
  std::uint64_t last_place = 0;
};
void ask_queues(connection& with, const parked_choice& which, completion<parked_queues> done);

/// One parked message as it was last noted, with when the broker stored it (RFC 3339).
struct parked_row {
  parked_entry entry;
  std::string stored_at;
  bool is_aside = false;

  /// It was never tried: it only waits behind others of its key, or did.
  [[nodiscard]] auto only_waits() const -> bool;
};
/// False: no more are wanted.
using parked_taker = std::function<bool(parked_row)>;
/// Hands over all of them, in order, one at a time: first the queues, then what was set aside.
void ask_parked(connection& with, parked_choice which, parked_taker take, completion<void> done);

/// The first message of a queue as it was last noted, or of what was set aside. Nothing: it has been emptied meanwhile.
void ask_first(connection& with, const parked_queue& which, completion<std::optional<parked_row>> done);

/// Takes out everything of a queue (or everything set aside for that key) up to `last_place`, or only as far as `up_to`
/// unless that is 0. How many that were.
void ask_drop(connection& with, const parked_queue& which, std::uint64_t last_place, std::uint64_t up_to,
              completion<std::uint64_t> done);

// -- the same, waited for -----------------------------------------------------------------------------------------------

auto list_queues(client& with, const parked_choice& which) -> result<parked_queues>;
auto for_each_parked(client& with, const parked_choice& which, const std::function<void(parked_row)>& take)
    -> result<void>;
auto read_first(client& with, const parked_queue& which) -> result<std::optional<parked_row>>;
auto drop_queue(client& with, const parked_queue& which, std::uint64_t last_place, std::uint64_t up_to)
    -> result<std::uint64_t>;

} // namespace sinew
