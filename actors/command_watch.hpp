// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/node_figures.hpp"
#include "actors/ports.hpp"

#include <memory>
#include <optional>
#include <string>

namespace sinew {

/// Who looks at the commands of one node, from their coming to their answer: figures, and the spans of those that are recorded. Only
/// commands that somebody looks at have one. Loop's thread.
class command_watch {
 public:
  /// Null: nobody looks at this one. Without a traceparent in it, or with a damaged one, a command that nothing in the log has led to
  /// begins a trace, which bears the command's id; all others go without.
  static auto begin(const ports& outside, node_figures* counted, const message& command)
      -> std::shared_ptr<command_watch>;

  /// Its span, and what that hangs below (0: it is a root).
  struct place {
    trace_context self;
    std::uint64_t parent = 0;
  };
  command_watch(const ports& outside, node_figures* counted, const message& command, const std::optional<place>& span);

  /// Whether a span is to tell of its steps.
  [[nodiscard]] auto is_traced() const -> bool { return span_.has_value(); }
  /// The traceparent for the events it leads to.
  [[nodiscard]] auto handed_on() const -> const std::string& { return handed_on_; }
  /// Answered. Precondition: steps are there when it is traced.
  void end(const receipt& given, const hop_times* steps);

 private:
  void tell_span(const receipt& given, const hop_times& steps);

  tracer* traces_;
  node_figures* counted_;
  const wall_clock& clock_;
  message command_;
  timestamp start_; // of the span
  std::optional<place> span_;
  std::string handed_on_;
};

} // namespace sinew
