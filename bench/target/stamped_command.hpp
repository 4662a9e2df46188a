// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/target/command_target.hpp"
#include "bridge/system_surroundings.hpp"
#include "schemas/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sinew::bench {

/// Where commands of one name go, by partition of their aggregate.
class command_subjects {
 public:
  command_subjects(std::string_view aggregate, std::string_view command);
  [[nodiscard]] auto of(std::string_view id) const -> std::string_view;

 private:
  std::vector<std::string> by_partition_;
};

/// A finished command that becomes another one in place: a new id, new times, another aggregate with an id that is not
/// longer. So a load of commands is built once, with the schema from the registry, and costs some copied bytes each.
class stamped_command {
 public:
  /// A copy of `made`, which must have one entry, a time and a deadline.
  explicit stamped_command(const message& made);

  /// Asked now, of aggregate `id`, with an id of its own. The deadline is when `command_target` gives up.
  void renew(std::string_view id, randomness& chance);

  void stamp(const uuid& id, timestamp now, timestamp deadline);
  /// `id` is not longer than that of the command it was made of (asserted). The correlation follows, as it does with `sinew send`.
  void rename(std::string_view id);

  /// Where a text stands that is in it once (asserted): a part of a field, to be overwritten.
  [[nodiscard]] auto place_of(std::string_view text) const -> std::size_t;
  /// With another of the same length.
  void overwrite(std::size_t at, std::string_view text);

  [[nodiscard]] auto raw() const -> bytes_view { return bytes_; }

 private:
  /// Where something is written: offset and length in bytes.
  struct place {
    std::size_t at;
    std::size_t size;
  };
  void overwrite(place where, const void* with, std::size_t size);
  void overwrite_text(place where, std::string_view text);

  bytes bytes_;
  place aggregate_id_;
  place correlation_;
  place id_;
  place time_;
  place deadline_;
};

} // namespace sinew::bench
