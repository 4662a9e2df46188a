// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/redrive.hpp"
#include "tools/park/parked_reading.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace sinew {

/// How the redrive of one key ended.
struct redrive_outcome {
  enum class end : std::uint8_t {
    emptied,      ///< nothing is parked for it any more: live messages flow again
    still_parked, ///< its first message failed again
    unavailable,  ///< nobody could try
    interrupted,  ///< its time was up: more is parked
  };
  end how = end::unavailable;
  std::uint64_t redriven = 0;
  std::uint64_t set_aside = 0; // for no node has parked them
  std::uint64_t attempts = 0;  // of the message that failed
  std::string reason;
};

/// Asks the nodes of a service to handle what is parked, one message at a time and at most `rate` a second. Loop's thread;
/// it and its connection must outlive all answers.
class redrive_run {
 public:
  /// `per_second` 0: as fast as they answer. Begins with no message once `until` has come.
  redrive_run(connection& with, double per_second, loop::time_point until = loop::time_point::max())
      : with_{with}, per_second_{per_second}, until_{until} {}

  /// Until nothing is parked for the key, or its first message fails. An answer of "later" is asked again for a while.
  void key(const parked_queue& which, completion<redrive_outcome> done);

 private:
  class key_run;
  /// How long the next message has to wait for its turn, which is taken.
  auto time_until_turn() -> loop::clock::duration;

  connection& with_;
  double per_second_;
  loop::time_point until_;
  loop::time_point next_{};
};

} // namespace sinew
