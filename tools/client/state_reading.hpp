// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/client/catalog.hpp"
#include "tools/client/client.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace sinew {

/// Which state is wanted.
struct state_question {
  std::string aggregate;
  std::string id;
  /// The state after that version; 0: the newest.
  std::uint64_t at = 0;
};

/// Asks any instance of the service that owns the aggregate for its state, again while nobody answers, for as long as
/// `patience`:
///   {"aggregate":…,"id":…,"version":…,"position":…,"state":{…}}
/// Loop's thread; `with` must outlive the answer. not_found: there is no such aggregate, or version. unknown_type: nobody owns
/// that kind. invalid_input: the id is none. unavailable, outcome_unknown, overloaded: nobody answered in time.
void ask_state(client& with, std::shared_ptr<const catalog> known, state_question what,
               std::chrono::milliseconds patience, completion<ordered_json> done);

} // namespace sinew
