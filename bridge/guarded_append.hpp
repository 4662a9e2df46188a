// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "bridge/connection.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace sinew {

/// What one call of `journal::append` asks for. Precondition: at least one message.
struct guarded_append {
  aggregate_key key;
  /// The last position of the aggregate that its writer knows; 0: none.
  std::uint64_t expected;
  std::vector<message> messages;
  completion<appended> done;
};

/// Puts appends on the wire, each under the guard of its aggregate. Loop's thread.
class append_sender {
 public:
  /// `with` must outlive it.
  explicit append_sender(connection& with) : with_{with} {}

  /// Stores all messages of `appends` or none of them, in one stream and in this order, at contiguous positions; `done`
  /// hears where the last one is. The `done` of the appends is not called. Precondition: no two of one aggregate, for the
  /// broker checks all guards against what was there before. Errors as for `journal::append`; conflict: one of the guards
  /// failed, it is not told which.
  void send(std::span<const guarded_append> appends, completion<appended> done);

 private:
  void send_message(const guarded_append& only, completion<appended> done);
  void send_batch(std::span<const guarded_append> appends, completion<appended> done);

  connection& with_;
  std::uint64_t last_batch_ = 0;
};

} // namespace sinew
