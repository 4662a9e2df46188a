// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "actors/reaction.hpp"
#include "telemetry/tracer.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// Who reacts, and whom to tell: what a reader hands to its jobs.
struct reaction_source {
  std::string_view reader;   ///< name of the service that reacts
  std::string_view upstream; ///< name of the service whose event it is
  tracer* traces = nullptr;  ///< null: nobody looks
  const wall_clock* clock = nullptr;
};

/// The spans of what one delivered message leads to: one for each of its events that leads to something, and one more where it begins
/// a saga of its own; that one is the root of a new trace, linked to the event's. Knows nothing and costs one question where
/// nobody looks. Loop's thread.
class reaction_trace {
 public:
  reaction_trace() = default;
  explicit reaction_trace(const reaction_source& from) : from_{from} {}

  [[nodiscard]] auto is_on() const -> bool { return from_.traces != nullptr; }

  /// The traceparent for what `row` asks for because of event `entry`; the event's own where nothing is recorded.
  auto handed_on(const message& event, std::size_t entry, const reaction& row) -> std::string;
  /// A call to an outside party begins: what is to be handed to it. `index` tells several of one event apart; the `attempt`s are spans of
  /// their own.
  auto begin_call(const message& event, std::size_t entry, const reaction& row, std::size_t index,
                  std::uint64_t attempt) -> std::optional<span>;
  /// How to tell that it is over; the text is empty when it was answered. May outlive this.
  [[nodiscard]] auto teller(span call) const -> std::function<void(std::string failure)>;
  /// Records all of them. `failure` is empty when everything is done.
  void end(const delivery& what, const std::string& failure);

 private:
  struct open_span {
    std::size_t entry;
    bool begins_saga;
    span what;
  };
  auto find_or_open(const message& event, std::size_t entry, bool begins_saga) -> span*;

  reaction_source from_;
  std::vector<open_span> open_;
};

} // namespace sinew
