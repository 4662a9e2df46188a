// SPDX-License-Identifier: Apache-2.0
#include "actors/command_watch.hpp"

#include "actors/wake_up.hpp"

#include <utility>

namespace sinew {

namespace {

constexpr std::string_view role = "command";

/// What somebody asked from outside. What a reaction asks follows from an event, and a wake-up from a state.
auto begins_something(const message& command) -> bool {
  return command.causation().is_nil() && !is_wake_up(command);
}

/// An attempt that was not the last one: no event refers to it, and the last one has the command's own span.
auto attempt_span(const message& command, timestamp start) -> std::uint64_t {
  return span_id_of(command.id(), "attempt at " + std::to_string(to_unix_ns(start)));
}

/// Nothing: this command is not recorded.
auto find_span(const tracer& to, const message& command) -> std::optional<command_watch::place> {
  const auto from = parse_traceparent(command.trace());
  const bool is_wanted = from ? from->sampled : to.samples(command.id()) && begins_something(command);
  if (!is_wanted)
    return std::nullopt;
  return command_watch::place{{from ? from->trace : command.id(), span_id_of(command.id(), role), true},
                              from ? from->span : 0};
}

} // namespace

auto command_watch::begin(const ports& outside, node_figures* counted, const message& command)
    -> std::shared_ptr<command_watch> {
  const auto span = outside.traces == nullptr ? std::nullopt : find_span(*outside.traces, command);
  if (!span && counted == nullptr)
    return nullptr;
  return std::make_shared<command_watch>(outside, counted, command, span);
}

command_watch::command_watch(const ports& outside, node_figures* counted, const message& command,
                             const std::optional<place>& span)
    : traces_{outside.traces},
      counted_{counted},
      clock_{outside.clock},
      command_{command},
      start_{span ? outside.clock.now() : timestamp{}},
      span_{span},
      handed_on_{span ? to_traceparent(span->self) : std::string{command.trace()}} {}

void command_watch::end(const receipt& given, const hop_times* steps) {
  if (counted_ != nullptr)
    counted_->answered(command_, given);
  if (span_ && steps != nullptr)
    tell_span(given, *steps);
}

void command_watch::tell_span(const receipt& given, const hop_times& steps) {
  span done{.self = span_->self,
            .parent = span_->parent,
            .name = std::string{command_.aggregate()} + "." + std::string{command_.type()},
            .as = span::role::server,
            .start = start_,
            .end = clock_.now(),
            .attributes = {{"sinew.aggregate", std::string{command_.aggregate()}},
                           {"sinew.aggregate.id", std::string{command_.aggregate_id()}},
                           {"sinew.command.id", to_string(command_.id())},
                           {"sinew.correlation", std::string{command_.correlation()}},
                           {"sinew.outcome", std::string{wire::EnumNameOutcome(given.outcome)}}},
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
  using step = std::pair<std::string_view, timestamp>;
  for (const auto& [name, at] : {step{"handled", steps.handled}, {"decided", steps.decided}, {"stored", steps.stored}})
    if (at != timestamp{})
      done.moments.push_back({name, at});
  if (given.outcome == wire::Outcome::retry)
    done.self.span = attempt_span(command_, start_);
  if (given.outcome == wire::Outcome::retry || given.outcome == wire::Outcome::invalid)
    done.failure = given.reason;
  traces_->record(std::move(done));
}

} // namespace sinew
