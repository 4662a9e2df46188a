// SPDX-License-Identifier: Apache-2.0
#include "actors/command_trace.hpp"

#include "actors/wake_up.hpp"

namespace sinew {

namespace {

constexpr std::string_view role = "command";

auto outcome_name(wire::Outcome outcome) -> std::string {
  return wire::EnumNameOutcome(outcome);
}

/// What somebody asked from outside. What a reaction asks follows from an event, and a wake-up from a state.
auto begins_something(const message& command) -> bool {
  return command.causation().is_nil() && !is_wake_up(command);
}

/// An attempt that was not the last one: no event refers to it, and the last one has the command's own span.
auto attempt_span(const message& command, timestamp start) -> std::uint64_t {
  return span_id_of(command.id(), "attempt at " + std::to_string(to_unix_ns(start)));
}

} // namespace

auto command_trace::begin(const ports& outside, const message& command) -> std::shared_ptr<command_trace> {
  const auto span_id = [&] { return span_id_of(command.id(), role); };
  if (const auto parent = parse_traceparent(command.trace()))
    return parent->sampled ? std::make_shared<command_trace>(
                                 outside, command, trace_context{parent->trace, span_id(), true}, parent->span)
                           : nullptr;
  if (!begins_something(command) || !outside.traces->samples(command.id()))
    return nullptr;
  return std::make_shared<command_trace>(outside, command, trace_context{command.id(), span_id(), true}, 0);
}

command_trace::command_trace(const ports& outside, const message& command, const trace_context& self,
                             std::uint64_t parent)
    : to_{*outside.traces},
      clock_{outside.clock},
      command_{command},
      self_{self},
      parent_{parent},
      handed_on_{to_traceparent(self)},
      start_{outside.clock.now()} {}

void command_trace::end(const receipt& given, const hop_times& steps) {
  span done{.self = self_,
            .parent = parent_,
            .name = std::string{command_.aggregate()} + "." + std::string{command_.type()},
            .as = span::role::server,
            .start = start_,
            .end = clock_.now(),
            .attributes = {{"sinew.aggregate", std::string{command_.aggregate()}},
                           {"sinew.aggregate.id", std::string{command_.aggregate_id()}},
                           {"sinew.command.id", to_string(command_.id())},
                           {"sinew.correlation", std::string{command_.correlation()}},
                           {"sinew.outcome", outcome_name(given.outcome)}},
            .moments = {},
            .links = {},
            .failure = {}};
  if (given.outcome == wire::Outcome::accepted) {
    done.attributes.push_back({"sinew.version", static_cast<std::int64_t>(given.version)});
    done.attributes.push_back({"sinew.position", static_cast<std::int64_t>(given.position)});
  }
  if (!given.reason.empty())
    done.attributes.push_back({"sinew.reason", given.reason});
  if (given.repeated)
    done.attributes.push_back({"sinew.repeated", true});
  for (const auto& [name, at] :
       {std::pair{"handled", steps.handled}, {"decided", steps.decided}, {"stored", steps.stored}})
    if (at != timestamp{})
      done.moments.push_back({name, at});
  if (given.outcome == wire::Outcome::retry) {
    done.self.span = attempt_span(command_, start_);
    done.failure = given.reason;
  } else if (given.outcome == wire::Outcome::invalid) {
    done.failure = given.reason;
  }
  to_.record(std::move(done));
}

} // namespace sinew
