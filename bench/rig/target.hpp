// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace sinew::bench {

/// Names one operation, from its beginning to its end: 0, 1, 2 … in the order of the schedule. A target's runs go on
/// counting, so that a late end of a former run is not taken for one of this.
using ticket = std::uint64_t;

/// How an operation ended.
enum class outcome : std::uint8_t {
  done,    ///< what was asked for has happened
  refused, ///< answered, and the answer is no: a domain's refusal, a wrong input
  failed,  ///< the world's no: nobody there, overloaded, outcome unknown
};

/// Hears how operations end.
class ending_listener {
 public:
  virtual ~ending_listener() = default;
  /// Once for each ticket that was begun, never from inside `target::begin`. What ends after the run is over is ignored.
  /// True: this operation is measured (and not of the warm-up, or of a former run).
  virtual auto on_end(ticket which, outcome how) -> bool = 0;
};

/// What a load is put on. The rig knows nothing else of it; a target knows nothing of schedules, rates and clocks.
///
/// All on the thread of the rig's loop. `begin` must not block and should not allocate: it is what the rig does at
/// full speed.
class target {
 public:
  virtual ~target() = default;

  /// Begins one operation. Its end is told to the listener, also when it could not even be begun.
  virtual void begin(ticket which) = 0;

  /// Who is told from now on; outlives the calls. Null: nobody.
  void tell(ending_listener* who) { listener_ = who; }
  /// For the rig: the name of the operation that it begins next.
  auto new_ticket() -> ticket { return next_++; }

 protected:
  /// True: it is measured.
  auto ended(ticket which, outcome how) const -> bool { // NOLINT(modernize-use-nodiscard): few targets measure, too
    return listener_ != nullptr && listener_->on_end(which, how);
  }

 private:
  ending_listener* listener_ = nullptr;
  ticket next_ = 0;
};

} // namespace sinew::bench
