// SPDX-License-Identifier: Apache-2.0
#include "memory/memory_ports.hpp"

#include "kernel/assertion.hpp"

#include <algorithm>

namespace sinew {

// A node whose link is cut may still call: nothing of it reaches the broker.

// -- journal ----------------------------------------------------------------------------------------------------------

void memory_journal::append(const aggregate_key& key, std::uint64_t expected, std::vector<message> messages,
                            completion<appended> done) {
  SINEW_ASSERT(!messages.empty());
  SINEW_ASSERT(std::ranges::all_of(messages, [&](const auto& m) { return m.key() == key; }));
  if (to_.link->is_up())
    to_.link->answer(std::move(done), to_.broker.append(to_.service, key, expected, messages));
}

void memory_journal::read(const aggregate_key& key, std::uint64_t after, std::size_t at_most,
                          completion<history_page> done) {
  to_.link->answer<history_page>(std::move(done), to_.broker.read(to_.service, key, after, at_most));
}

void memory_journal::last(const aggregate_key& key, completion<std::optional<stored_message>> done) {
  to_.link->answer<std::optional<stored_message>>(std::move(done), to_.broker.events_of(to_.service).last(key));
}

void memory_journal::save_snapshot(const aggregate_key& key, bytes snapshot, completion<void> done) {
  if (!to_.link->is_up())
    return;
  to_.broker.archive_of(to_.service).snapshots.insert_or_assign(key, std::move(snapshot));
  to_.link->answer<void>(std::move(done), {});
}

void memory_journal::load_snapshot(const aggregate_key& key, completion<std::optional<bytes>> done) {
  const auto& all = to_.broker.archive_of(to_.service).snapshots;
  const auto found = all.find(key);
  to_.link->answer<std::optional<bytes>>(std::move(done),
                                         found == all.end() ? std::nullopt : std::optional{found->second});
}

// -- timers -----------------------------------------------------------------------------------------------------------

void memory_timers::arm(const aggregate_key& key, timestamp at, message command, completion<void> done) {
  if (!to_.link->is_up())
    return;
  if (memory_faults::take(to_.broker.faults().arms) == arm_fault::unavailable)
    return to_.link->answer<void>(std::move(done), fail(errc::unavailable, "the broker is away"));
  to_.broker.archive_of(to_.service).alarms.arm(key, at, command);
  to_.link->answer<void>(std::move(done), {});
}

void memory_timers::cancel(const aggregate_key& key, std::string_view command) {
  if (to_.link->is_up())
    to_.broker.archive_of(to_.service).alarms.cancel(key, command);
}

// -- requests ---------------------------------------------------------------------------------------------------------

void memory_requests::serve_commands(std::string_view aggregate, std::uint32_t partition, request_handler handler) {
  if (to_.link->is_up())
    to_.broker.switchboard().serve(memory_switchboard::commands_of(aggregate, partition), to_.link, std::move(handler));
}

void memory_requests::stop_commands(std::string_view aggregate, std::uint32_t partition) {
  to_.broker.switchboard().stop(memory_switchboard::commands_of(aggregate, partition), *to_.link);
}

void memory_requests::serve_queries(std::string_view service, request_handler handler) {
  if (to_.link->is_up())
    to_.broker.switchboard().serve("qry." + std::string{service}, to_.link, std::move(handler));
}

void memory_requests::serve_control(std::string_view node, request_handler handler) {
  if (to_.link->is_up())
    to_.broker.switchboard().serve("ctl." + std::string{node}, to_.link, std::move(handler));
}

void memory_requests::stop_serving() {
  to_.broker.switchboard().stop(*to_.link);
}

void memory_requests::send(const message& command, std::chrono::milliseconds timeout, completion<bytes> done) {
  if (!to_.link->is_up())
    return;
  to_.broker.switchboard().call(memory_switchboard::address_of(command), copy_of(command.raw()), to_.link, timeout,
                                std::move(done));
}

// -- subscriptions ----------------------------------------------------------------------------------------------------

void memory_subscriptions::open(subscription what, delivery_handler handler, completion<void> done) {
  if (!to_.link->is_up())
    return;
  SINEW_ASSERT(!what.filters.empty() || what.upstream == what.reader);
  SINEW_ASSERT(what.lane < what.lanes);
  to_.broker.open(what, to_.link, std::move(handler));
  to_.link->answer<void>(std::move(done), {});
}

void memory_subscriptions::close(const subscription& what) {
  to_.broker.close(what, *to_.link);
}

void memory_subscriptions::ack(const delivery& d) {
  if (auto* consumer = consumer_of(d))
    consumer->ack(d.position);
}

void memory_subscriptions::retry(const delivery& d, std::chrono::milliseconds delay) {
  if (auto* consumer = consumer_of(d))
    consumer->retry(d.position, delay);
}

void memory_subscriptions::in_progress(const delivery& d) {
  if (auto* consumer = consumer_of(d))
    consumer->in_progress(d.position);
}

auto memory_subscriptions::consumer_of(const delivery& d) -> memory_consumer* {
  return to_.link->is_up() ? to_.broker.consumer_of(d) : nullptr;
}

// -- parking, membership ----------------------------------------------------------------------------------------------

void memory_parking::park(parked_message what, std::uint64_t behind, completion<std::uint64_t> done) {
  if (to_.link->is_up())
    to_.link->answer<std::uint64_t>(std::move(done), to_.broker.letters().park(std::move(what), behind));
}

void memory_parking::set_aside(parked_message what, completion<void> done) {
  if (!to_.link->is_up())
    return;
  to_.broker.letters().set_aside(std::move(what));
  to_.link->answer<void>(std::move(done), {});
}

void memory_parking::last(std::string_view service, const aggregate_key& key, completion<std::uint64_t> done) {
  to_.link->answer<std::uint64_t>(std::move(done), to_.broker.letters().last(service, key));
}

void memory_parking::read(std::string_view service, const aggregate_key& key, std::uint64_t after, std::size_t at_most,
                          completion<parked_page> done) {
  to_.link->answer<parked_page>(std::move(done), to_.broker.letters().read(service, key, after, at_most));
}

void memory_parking::keys(std::string_view service, std::size_t at_most, completion<parked_keys> done) {
  to_.link->answer<parked_keys>(std::move(done), to_.broker.letters().keys(service, at_most));
}

void memory_parking::note(const parked_entry& tried, completion<void> done) {
  if (!to_.link->is_up())
    return;
  to_.broker.letters().note(tried);
  to_.link->answer<void>(std::move(done), {});
}

void memory_parking::remove(std::string_view, const aggregate_key&, std::uint64_t place, completion<bool> done) {
  if (to_.link->is_up())
    to_.link->answer<bool>(std::move(done), to_.broker.letters().remove(place));
}

void memory_parking::watch(std::string_view service, watcher h) {
  if (to_.link->is_up())
    to_.broker.letters().watch(service, to_.link, std::move(h));
}

void memory_membership::announce(const node_record& self) {
  if (to_.link->is_up())
    to_.broker.announce(self);
}

void memory_membership::leave(const node_record& self) {
  if (to_.link->is_up())
    to_.broker.leave(self);
}

void memory_membership::watch(view_handler handler) {
  if (to_.link->is_up())
    to_.broker.watch(to_.link, to_.service, std::move(handler));
}

} // namespace sinew
