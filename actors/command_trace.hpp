// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "schemas/message.hpp"
#include "telemetry/tracer.hpp"

#include <memory>
#include <string>

namespace sinew {

/// The span of one command on one node, from its coming to its answer. Only commands that are recorded have one. Loop's thread.
class command_trace {
 public:
  /// Nothing: this command is not recorded. Without a traceparent in it, or with a damaged one, a command that nothing in the log has
  /// led to begins a trace, which bears the command's id; all others go without.
  static auto begin(const ports& outside, const message& command) -> std::shared_ptr<command_trace>;

  command_trace(const ports& outside, const message& command, const trace_context& self, std::uint64_t parent);

  /// The traceparent for the events it leads to.
  [[nodiscard]] auto handed_on() const -> const std::string& { return handed_on_; }
  /// Records the span.
  void end(const receipt& given, const hop_times& steps);

 private:
  tracer& to_;
  const wall_clock& clock_;
  message command_;
  trace_context self_;
  std::uint64_t parent_;
  std::string handed_on_;
  timestamp start_;
};

} // namespace sinew
