// SPDX-License-Identifier: Apache-2.0
#include "memory/memory_broker.hpp"

#include <algorithm>

namespace sinew {

namespace {

constexpr auto time_to_live = std::chrono::seconds{5};

auto check_sizes(const std::vector<message>& messages) -> result<void> {
  constexpr auto limit = message_limits{}.size;
  for (const auto& m : messages)
    if (m.raw().size() > limit)
      return fail(errc::invalid_input,
                  "a message of " + std::to_string(m.raw().size()) + " bytes is too large to store");
  return {};
}

} // namespace

memory_broker::memory_broker(loop& where, const wall_clock& clock)
    : home_{std::make_shared<memory_link>("broker", where)}, clock_{clock} {}

memory_broker::~memory_broker() {
  home_->cut();
}

// -- journal ----------------------------------------------------------------------------------------------------------

auto memory_broker::append(std::string_view service, const aggregate_key& key, std::uint64_t expected,
                           const std::vector<message>& messages) -> result<appended> {
  if (const auto sizes = check_sizes(messages); !sizes)
    return tl::unexpected{sizes.error()};
  const auto fault = memory_faults::take(faults_.appends);
  if (fault == append_fault::unavailable)
    return fail(errc::unavailable, "the broker is away");
  if (fault == append_fault::overloaded)
    return fail(errc::overloaded, "the broker has too much to do");
  if (fault == append_fault::lost_request)
    return fail(errc::outcome_unknown, "no answer from the broker in time");
  auto& events = archive_of(service).events;
  auto outcome = events.append(key, expected, messages);
  if (outcome)
    grown(events);
  if (fault == append_fault::lost_ack)
    return fail(errc::outcome_unknown, "no answer from the broker in time");
  return outcome;
}

auto memory_broker::read(std::string_view service, const aggregate_key& key, std::uint64_t after, std::size_t at_most)
    -> history_page {
  auto page = archive_of(service).events.read(key, after, at_most);
  if (faults_.stale_reads.empty() || page.more)
    return page;
  const auto missing = std::min(faults_.stale_reads.front(), page.messages.size());
  faults_.stale_reads.pop_front();
  page.messages.erase(page.messages.end() - static_cast<std::ptrdiff_t>(missing), page.messages.end());
  return page;
}

void memory_broker::plant(std::string_view service, const aggregate_key& key, std::string type, bytes body) {
  auto& events = archive_of(service).events;
  events.store(key, std::move(type), std::move(body));
  grown(events);
}

auto memory_broker::archive_of(std::string_view service) -> memory_archive& {
  if (const auto found = archives_.find(service); found != archives_.end())
    return found->second;
  // NOLINTNEXTLINE(performance-unnecessary-value-param): it is moved on
  const auto fired = [this, name = std::string{service}](const auto& key, const auto& command, bytes body) {
    auto& due = archive_of(name).due;
    due.store(key, command, std::move(body));
    grown(due);
  };
  return archives_.try_emplace(std::string{service}, *home_, clock_, fired).first->second;
}

// -- subscriptions ----------------------------------------------------------------------------------------------------

auto memory_broker::consumer_name(const subscription& what) -> std::string {
  auto name = what.reader + (what.filters.empty() ? " due " : " of ") + what.upstream;
  return what.lanes == 1 ? name : name + " lane " + std::to_string(what.lane) + " of " + std::to_string(what.lanes);
}

void memory_broker::open(const subscription& what, std::shared_ptr<memory_link> link, delivery_handler handler) {
  const auto name = consumer_name(what);
  auto found = consumers_.find(name);
  if (found == consumers_.end()) {
    auto& archive = archive_of(what.upstream);
    const auto& source = what.filters.empty() ? archive.due : archive.events;
    found = consumers_.try_emplace(name, name, what, source, *home_, faults_).first;
  }
  found->second.open(what, std::move(link), std::move(handler));
}

auto memory_broker::consumer_of(const delivery& d) -> memory_consumer* {
  const auto found = consumers_.find(d.token.substr(0, d.token.find('#')));
  return found == consumers_.end() ? nullptr : &found->second;
}

auto memory_broker::unacknowledged(std::string_view reader, std::string_view upstream) -> std::size_t {
  const auto found = consumers_.find(std::string{reader} + " of " + std::string{upstream});
  return found == consumers_.end() ? 0 : found->second.unacknowledged();
}

void memory_broker::close(const subscription& what, const memory_link& link) {
  if (const auto found = consumers_.find(consumer_name(what)); found != consumers_.end())
    found->second.stop(link);
}

auto memory_broker::backlog() const -> std::size_t {
  std::size_t all = 0;
  for (const auto& [name, consumer] : consumers_)
    all += consumer.backlog();
  return all;
}

void memory_broker::grown(const memory_stream& stream) {
  for (auto& [name, consumer] : consumers_)
    if (consumer.reads(stream))
      consumer.stir();
}

// -- requests, membership ---------------------------------------------------------------------------------------------

void memory_broker::ask(std::string_view service, std::string_view query, bytes body, std::chrono::milliseconds timeout,
                        completion<bytes> done) {
  switchboard_.call({"qry." + std::string{service}, std::string{query}}, std::move(body), home_, timeout,
                    std::move(done));
}

void memory_broker::control(std::string_view node, std::string_view verb, bytes body, std::chrono::milliseconds timeout,
                            completion<bytes> done) {
  switchboard_.call({"ctl." + std::string{node}, std::string{verb}}, std::move(body), home_, timeout, std::move(done));
}

void memory_broker::announce(const node_record& self) {
  members_.insert_or_assign(self.node, member{self, home_->now() + time_to_live});
  for (const auto& w : watchers_)
    w.link->post([tell = w.tell, self] { tell->heard(self); });
}

void memory_broker::leave(const node_record& self) {
  members_.erase(self.node);
  for (const auto& w : watchers_)
    w.link->post([tell = w.tell, self] { tell->left(self.service, self.node); });
}

void memory_broker::rule(std::string_view service, const std::optional<canary_rule>& by) {
  if (by)
    rules_.insert_or_assign(std::string{service}, *by);
  else if (const auto found = rules_.find(service); found != rules_.end())
    rules_.erase(found);
  for (const auto& w : watchers_)
    if (w.tell->service == service)
      w.link->post([tell = w.tell, by] { tell->ruled(by); });
}

void memory_broker::watch(const std::shared_ptr<memory_link>& link, std::string_view service, view_handler handler) {
  const auto tell = [up = std::weak_ptr{link}, handler = std::move(handler)](const membership_view& view) {
    if (const auto there = up.lock(); there && there->is_up())
      handler(view);
  };
  const auto kept = std::make_shared<node_watch>(link->where(), tell);
  const auto found =
      observe(link, {.service = std::string{service},
                     .heard = [kept](const node_record& r) { kept->heard(r); },
                     .left = [kept](const std::string& of, const std::string& node) { kept->left(of, node); },
                     .ruled = [kept](const std::optional<canary_rule>& by) { kept->ruled(by); }});
  link->post([kept, found] {
    kept->ruled(found.canary);
    kept->begin(found.nodes);
  });
}

auto memory_broker::observe(const std::shared_ptr<memory_link>& link, observer tell) -> observed {
  const auto rule = rules_.find(tell.service);
  watchers_.push_back({link, std::make_shared<const observer>(std::move(tell))});
  return {members(), rule == rules_.end() ? std::nullopt : std::optional{rule->second}};
}

auto memory_broker::members() -> std::vector<node_record> {
  std::erase_if(members_, [now = home_->now()](const auto& m) { return m.second.expires <= now; });
  std::vector<node_record> all;
  for (const auto& [name, seen] : members_)
    all.push_back(seen.record);
  return all;
}

void memory_broker::disconnect(memory_link& link) {
  link.cut();
  switchboard_.stop(link);
  std::erase_if(watchers_, [&](const auto& w) { return w.link.get() == &link; });
  for (auto& [name, consumer] : consumers_)
    consumer.forget(link);
}

} // namespace sinew
