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
auto list_queues(client& with, const parked_choice& which) -> result<parked_queues>;

/// One parked message as it was last noted, with when the broker stored it (RFC 3339).
struct parked_row {
  parked_entry entry;
  std::string stored_at;
  bool is_aside = false;

  /// It was never tried: it only waits behind others of its key, or did.
  [[nodiscard]] auto only_waits() const -> bool;
};
/// Hands over all of them, in order, one at a time.
auto for_each_parked(client& with, const parked_choice& which, const std::function<void(parked_row)>& take)
    -> result<void>;

/// The first message of a queue as it was last noted, or of what was set aside. Nothing: it has been emptied meanwhile.
auto read_first(client& with, const parked_queue& which) -> result<std::optional<parked_row>>;

/// Takes out everything of a queue (or everything set aside for that key) up to `last_place`, or only as far as `up_to`
/// unless that is 0. How many that were.
auto drop_queue(client& with, const parked_queue& which, std::uint64_t last_place, std::uint64_t up_to)
    -> result<std::uint64_t>;

} // namespace sinew
