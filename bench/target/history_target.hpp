// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/target.hpp"
#include "bench/rig/zipf.hpp"
#include "bench/scenario.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sinew::bench {

class plain_history;
class plain_link;

/// Reads whole histories in plain nats.c, on a connection of its own. Done: all of it came. Failed: it has not as many messages
/// as there should be, other bytes than the last time, or did not come in time.
class history_target final : public target {
 public:
  /// Whose histories, and where they lie.
  struct histories {
    std::string stream;
    std::vector<std::string> subjects; // of each aggregate, with wildcards
    std::size_t messages = 0;          // of each of them
  };

  /// Aggregates are drawn as `what` says, of `from.subjects.size()`. Errors as for `plain_link::open`.
  static auto open(const surroundings& in, histories from, const load& what) -> result<std::unique_ptr<history_target>>;
  ~history_target() override;

  void begin(ticket which) override;

 private:
  history_target(histories from, const load& what, std::unique_ptr<plain_link> link,
                 std::unique_ptr<plain_history> reader);
  auto is_whole(std::size_t number, std::size_t messages, std::uint64_t checksum) -> bool;

  histories from_;
  zipf drawn_;
  std::vector<std::uint64_t> checksums_; // of the first time; 0: not read yet
  std::unique_ptr<plain_link> link_;
  std::unique_ptr<plain_history> reader_; // what waits in it points here
};

} // namespace sinew::bench
