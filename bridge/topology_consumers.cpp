// SPDX-License-Identifier: Apache-2.0
#include "bridge/api.hpp"
#include "bridge/subjects.hpp"
#include "bridge/topology.hpp"

#include <fmt/format.h>

namespace sinew::topology {

namespace {

using nlohmann::json;

auto filters_of(const subscription& s) -> json {
  auto all = json::array();
  for (const auto& [aggregate, event] : s.filters)
    all.push_back(subject::events_named(aggregate, event));
  // Everything that has fired, whatever the aggregate; schedules live in the same stream.
  if (all.empty())
    all.push_back(subject::all_dues);
  return all;
}

void send(connection& with, const consumer& wanted, std::string_view action, completion<api_answer> done) {
  const json body = {{"stream_name", wanted.stream}, {"config", wanted.config}, {"action", action}};
  call_api(with, subject::api("CONSUMER.CREATE.", wanted.stream, wanted.name), body, std::move(done));
}

auto outcome(const consumer& wanted, const result<api_answer>& answer) -> result<void> {
  if (!answer)
    return tl::unexpected{answer.error()};
  if (answer->is_error())
    return answer->as_error(fmt::format("consumer {} of stream {}", wanted.name, wanted.stream));
  return {};
}

} // namespace

auto consumer_of(const subscription& s) -> consumer {
  const bool is_due = s.filters.empty();
  auto name = is_due ? s.reader + "_due" : s.reader;
  json config = {{"name", name},
                 {"durable_name", name},
                 {"filter_subjects", filters_of(s)},
                 {"deliver_policy", "all"},
                 {"ack_policy", "explicit"},
                 {"ack_wait", std::chrono::nanoseconds{s.ack_wait}.count()},
                 {"max_deliver", -1}, // when to give up is our decision, for the message must be parked then
                 {"max_ack_pending", s.window},
                 {"replay_policy", "instant"}};
  return {is_due ? subject::timer_stream(s.upstream) : subject::event_stream(s.upstream), std::move(name),
          std::move(config)};
}

void apply(connection& with, const consumer& wanted, completion<void> done) {
  send(with, wanted, "create", [&with, wanted, done = std::move(done)](result<api_answer> created) mutable {
    if (!created || created->code != api_code::consumer_exists)
      return done(outcome(wanted, created));
    // The service has been upgraded: same reader, other wishes. Its position stays.
    send(with, wanted, "update",
         [wanted, done = std::move(done)](result<api_answer> updated) { done(outcome(wanted, updated)); });
  });
}

} // namespace sinew::topology
