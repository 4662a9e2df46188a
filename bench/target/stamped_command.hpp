// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/time.hpp"
#include "kernel/uuid.hpp"
#include "schemas/message.hpp"

#include <string_view>

namespace sinew::bench {

/// A finished command that becomes another one in place: a new id, new times, another aggregate with an id of the same
/// length. So a load of commands is built once, with the schema from the registry, and costs some copied bytes each.
class stamped_command {
 public:
  /// A copy of `made`, which must have one entry, a time and a deadline.
  explicit stamped_command(const message& made);

  void stamp(const uuid& id, timestamp now, timestamp deadline);
  /// `id` is as long as the one before (asserted). The correlation follows, as it does with `sinew send`.
  void rename(std::string_view id);

  [[nodiscard]] auto raw() const -> bytes_view { return bytes_; }

 private:
  /// Where something is written: offset and length in bytes.
  struct place {
    std::size_t at;
    std::size_t size;
  };
  void overwrite(place where, const void* with, std::size_t size);

  bytes bytes_;
  place aggregate_id_;
  place correlation_;
  place id_;
  place time_;
  place deadline_;
};

} // namespace sinew::bench
