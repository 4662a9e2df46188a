// SPDX-License-Identifier: Apache-2.0
#include "bridge/api.hpp"
#include "bridge/json_field.hpp"
#include "bridge/registry.hpp"
#include "bridge/subjects.hpp"
#include "bridge/topology.hpp"
#include "kernel/names.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace sinew::topology {

namespace {

using nlohmann::json;

auto filters_of(const subscription& s) -> json {
  auto all = json::array();
  if (s.lanes == 1) {
    for (const auto& [aggregate, event] : s.filters)
      all.push_back(subject::events_named(aggregate, event));
    // Everything that has fired, whatever the aggregate; schedules live in the same stream.
    if (all.empty())
      all.push_back(subject::all_dues);
    return all;
  }
  for (auto partition = s.lane; partition < partition_count; partition += s.lanes) {
    for (const auto& [aggregate, event] : s.filters)
      all.push_back(subject::events_named(aggregate, partition, event));
    if (s.filters.empty())
      all.push_back(subject::all_dues_of(partition));
  }
  return all;
}

void send(connection& with, const consumer& wanted, std::string_view action, completion<api_answer> done) {
  const json body = {{"stream_name", wanted.stream}, {"config", wanted.config}, {"action", action}};
  call_api(with, subject::api("CONSUMER.CREATE.", wanted.stream, wanted.name), body, std::move(done));
}

auto outcome(const consumer& wanted, const result<api_answer>& answer) -> result<std::uint64_t> {
  if (!answer)
    return tl::unexpected{answer.error()};
  if (answer->is_error())
    return answer->as_error(fmt::format("consumer {} of stream {}", wanted.name, wanted.stream));
  return field_or(answer->body, "num_ack_pending", std::uint64_t{0});
}

/// The service has been upgraded: same reader, other wishes. Its position stays, and so where it began.
void update(connection& with, const consumer& wanted, completion<std::uint64_t> done) {
  call_api(with, subject::api("CONSUMER.INFO.", wanted.stream, wanted.name), nullptr,
           [&with, wanted = consumer{wanted}, done = std::move(done)](const result<api_answer>& answer) mutable {
             if (!answer || answer->is_error())
               return done(outcome(wanted, answer));
             const auto found = answer->body.find("config");
             for (const auto* field : {"deliver_policy", "opt_start_seq"})
               if (found != answer->body.end() && found->contains(field))
                 wanted.config[field] = (*found)[field];
               else
                 wanted.config.erase(field);
             send(with, wanted, "update", [wanted, done = std::move(done)](const result<api_answer>& updated) {
               done(outcome(wanted, updated));
             });
           });
}

void create(connection& with, const consumer& wanted, completion<std::uint64_t> done) {
  send(with, wanted, "create", [&with, wanted, done = std::move(done)](const result<api_answer>& created) mutable {
    if (!created || created->code != api_code::consumer_exists)
      return done(outcome(wanted, created));
    update(with, wanted, std::move(done));
  });
}

constexpr std::string_view timer_prefix = "TMR_";

} // namespace

auto consumer_of(const subscription& s) -> consumer {
  const bool is_due = s.filters.empty();
  auto name = is_due ? s.reader + "_due" : s.reader;
  if (s.lanes > 1)
    name += fmt::format("_lane_{}_of_{}", s.lane, s.lanes);
  json config = {{"name", name},
                 {"durable_name", name},
                 {"filter_subjects", filters_of(s)},
                 {"deliver_policy", "all"},
                 {"ack_policy", "explicit"},
                 {"ack_wait", std::chrono::nanoseconds{s.ack_wait}.count()},
                 {"max_deliver", s.most_deliveries}, // what is given up is told to undelivered_feed.hpp, not lost
                 {"max_ack_pending", s.window},
                 {"replay_policy", "instant"}};
  return {is_due ? subject::timer_stream(s.upstream) : subject::event_stream(s.upstream), std::move(name),
          std::move(config)};
}

void apply(connection& with, const consumer& wanted, std::uint64_t floor, completion<std::uint64_t> done) {
  // A workqueue keeps what is not acknowledged and nothing else: its beginning is the floor.
  if (floor == 0 || wanted.stream.starts_with(timer_prefix))
    return create(with, wanted, std::move(done));
  call_api(with, subject::api("STREAM.INFO.", wanted.stream), nullptr,
           [&with, wanted = consumer{wanted}, floor, done = std::move(done)](const result<api_answer>& answer) mutable {
             if (!answer || answer->is_error())
               return done(outcome(wanted, answer));
             const auto state = answer->body.find("state");
             const auto last =
                 state == answer->body.end() ? std::uint64_t{0} : field_or(*state, "last_seq", std::uint64_t{0});
             if (floor > last) {
               spdlog::error(
                   "stream {} ends at {}, and {} had been acknowledged: it is another one; reading it from "
                   "its beginning",
                   wanted.stream, last, floor);
             } else {
               wanted.config["deliver_policy"] = "by_start_sequence";
               wanted.config["opt_start_seq"] = floor + 1;
             }
             create(with, wanted, std::move(done));
           });
}

void remove(connection& with, const consumer& which, completion<void> done) {
  call_api(with, subject::api("CONSUMER.DELETE.", which.stream, which.name), nullptr,
           [which, done = std::move(done)](const result<api_answer>& answer) {
             const bool is_gone = answer && answer->code == api_code::consumer_not_found;
             done(is_gone ? result<void>{} : outcome(which, answer).map([](auto) {}));
           });
}

void agree_on_lanes(connection& with, std::string_view service, std::uint32_t lanes, completion<void> done) {
  // The first node to come writes the number. A service that has run before the number was written has one lane.
  const auto timers = subject::timer_stream(service);
  const auto only_lane = std::string{service} + "_due";
  call_api(with, subject::api("CONSUMER.INFO.", timers, only_lane), nullptr,
           [&with, service = std::string{service}, lanes, done = std::move(done)](result<api_answer> found) mutable {
             if (!found)
               return done(tl::unexpected{found.error()});
             if (!found->is_error() && lanes != 1)
               return done(fail(errc::rejected_by_broker,
                                fmt::format("the subscriptions of '{}' have 1 lane, not {}: use --lanes 1; a number of "
                                            "lanes is for ever",
                                            service, lanes)));
             registry::settle(with, subject::lanes_key(service), std::to_string(lanes), std::move(done));
           });
}

} // namespace sinew::topology
