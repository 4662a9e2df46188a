// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/remote_ports.hpp"

#include "actors/node_watch.hpp"

#include <map>
#include <utility>

namespace simulation {

namespace {

using namespace std::chrono_literals;
using far_ports = wire::far_ports;
using sinew::aggregate_key;
using sinew::bytes;
using sinew::completion;
using sinew::delivery;
using sinew::result;

// As long as the real client waits.
constexpr wire::exchange appending{message_class::append, message_class::append_answer, 5s};
constexpr wire::exchange reading{message_class::read, message_class::read_answer, 10s};
constexpr wire::exchange arming{message_class::arm, message_class::arm_answer, 5s};
constexpr wire::exchange storing{message_class::notice, message_class::notice, 5s};

class remote_journal final : public sinew::journal {
 public:
  explicit remote_journal(std::shared_ptr<wire> over) : over_{std::move(over)} {}

  void append(const aggregate_key& key, std::uint64_t expected, std::vector<sinew::message> messages,
              completion<sinew::appended> done) override {
    over_->call<sinew::appended>(
        appending, [=](far_ports far, auto answer) { far.log.append(key, expected, messages, answer); },
        std::move(done));
  }

  void read(const aggregate_key& key, std::uint64_t after, std::size_t at_most,
            completion<sinew::history_page> done) override {
    over_->call<sinew::history_page>(
        reading, [=](far_ports far, auto answer) { far.log.read(key, after, at_most, answer); }, std::move(done));
  }

  void last(const aggregate_key& key, completion<std::optional<sinew::stored_message>> done) override {
    over_->call<std::optional<sinew::stored_message>>(
        reading, [=](far_ports far, auto answer) { far.log.last(key, answer); }, std::move(done));
  }

  void save_snapshot(const aggregate_key& key, bytes snapshot, completion<void> done) override {
    over_->call<void>(
        storing, [=](far_ports far, auto answer) { far.log.save_snapshot(key, snapshot, answer); }, std::move(done));
  }

  void load_snapshot(const aggregate_key& key, completion<std::optional<bytes>> done) override {
    over_->call<std::optional<bytes>>(
        reading, [=](far_ports far, auto answer) { far.log.load_snapshot(key, answer); }, std::move(done));
  }

 private:
  std::shared_ptr<wire> over_;
};

class remote_timers final : public sinew::timers {
 public:
  explicit remote_timers(std::shared_ptr<wire> over) : over_{std::move(over)} {}

  void arm(const aggregate_key& key, sinew::timestamp at, sinew::message command, completion<void> done) override {
    const auto fires = at + over_->through().take_timer_shift();
    over_->call<void>(
        arming, [=](far_ports far, auto answer) { far.alarms.arm(key, fires, command, answer); }, std::move(done));
  }

  void cancel(const aggregate_key& key, std::string_view command) override {
    over_->tell(message_class::arm,
                [key, name = std::string{command}](far_ports far) { far.alarms.cancel(key, name); });
  }

 private:
  std::shared_ptr<wire> over_;
};

class remote_requests final : public sinew::requests {
 public:
  explicit remote_requests(std::shared_ptr<wire> over) : over_{std::move(over)} {}

  void serve_commands(std::string_view aggregate, std::uint32_t partition, sinew::request_handler handler) override {
    const std::pair what{std::string{aggregate}, partition};
    serve(what, [what, served = carried(std::move(handler))](far_ports far) {
      far.calls.serve_commands(what.first, what.second, served);
    });
  }
  void stop_commands(std::string_view aggregate, std::uint32_t partition) override {
    const std::pair what{std::string{aggregate}, partition};
    if (const auto found = serving_.extract(what); !found.empty())
      over_->drop(found.mapped());
    over_->tell(message_class::control, [what](far_ports far) { far.calls.stop_commands(what.first, what.second); });
  }
  void serve_queries(std::string_view service, sinew::request_handler handler) override {
    serve({"qry", 0}, [name = std::string{service}, served = carried(std::move(handler))](far_ports far) {
      far.calls.serve_queries(name, served);
    });
  }
  void serve_control(std::string_view node, sinew::request_handler handler) override {
    serve({"ctl", 0}, [name = std::string{node}, served = carried(std::move(handler))](far_ports far) {
      far.calls.serve_control(name, served);
    });
  }
  void stop_serving() override {
    for (const auto& [what, kept] : std::exchange(serving_, {}))
      over_->drop(kept);
    over_->tell(message_class::control, [](far_ports far) { far.calls.stop_serving(); });
  }

  void send(const sinew::message& command, std::chrono::milliseconds timeout, completion<bytes> done) override {
    over_->call<bytes>(
        {message_class::command, message_class::receipt, timeout},
        [command, timeout](far_ports far, auto answer) { far.calls.send(command, timeout, answer); }, std::move(done));
  }

 private:
  using served = std::pair<std::string, std::uint32_t>;

  void serve(const served& what, std::function<void(far_ports)> say) {
    serving_[what] = over_->keep([say = std::move(say)](sinew::memory_node& far) { say(far.ports()); });
  }

  /// The handler, a wire away: the request travels to it, its answer back.
  auto carried(sinew::request_handler handler) const -> sinew::request_handler {
    return [over = over_, handler = std::move(handler)](sinew::incoming_request request) {
      if (request.respond)
        request.respond = [over, respond = std::move(request.respond)](const bytes& answer) {
          over->to_broker(message_class::receipt, [respond, answer] { respond(answer); });
        };
      over->to_node(message_class::command, [handler, request = std::move(request)] { handler(request); });
    };
  }

  std::shared_ptr<wire> over_;
  std::map<served, std::uint64_t> serving_;
};

class remote_subscriptions final : public sinew::subscriptions {
 public:
  explicit remote_subscriptions(std::shared_ptr<wire> over) : over_{std::move(over)} {}

  void open(sinew::subscription what, sinew::delivery_handler handler, completion<void> done) override {
    const auto arriving = [over = over_, handler = std::move(handler), timers = what.filters.empty()](delivery d) {
      if (const auto later = timers ? over->through().take_timer_twin() : duration{}; later > duration{})
        over->later_to_node(later, [handler, d] { handler(d); });
      over->to_node(message_class::delivery, [handler, d = std::move(d)] { handler(d); });
    };
    // Once it is open somewhere it exists; after every reconnection it is asked for again.
    const auto opened = std::make_shared<completion<void>>(std::move(done));
    const auto name = lane_name(what);
    open_[name] = over_->keep([over = over_.get(), what = std::move(what), arriving, opened](sinew::memory_node& far) {
      far.ports().feeds.open(what, arriving, [over, opened](const result<void>& outcome) {
        over->to_node(message_class::control, [opened, outcome] {
          if (const auto tell = std::exchange(*opened, nullptr))
            tell(outcome);
        });
      });
    });
  }

  void close(const sinew::subscription& what) override {
    if (const auto found = open_.extract(lane_name(what)); !found.empty())
      over_->drop(found.mapped());
    over_->tell(message_class::control, [what](far_ports far) { far.feeds.close(what); });
  }

  void ack(const delivery& d) override {
    over_->tell(message_class::ack, [d](far_ports far) { far.feeds.ack(d); });
  }
  void retry(const delivery& d, std::chrono::milliseconds delay) override {
    over_->tell(message_class::ack, [d, delay](far_ports far) { far.feeds.retry(d, delay); });
  }
  void in_progress(const delivery& d) override {
    over_->tell(message_class::ack, [d](far_ports far) { far.feeds.in_progress(d); });
  }

 private:
  std::shared_ptr<wire> over_;
  std::map<std::string, std::uint64_t> open_;
};

class remote_parking final : public sinew::parking {
 public:
  explicit remote_parking(std::shared_ptr<wire> over) : over_{std::move(over)} {}

  void park(sinew::parked_message what, std::uint64_t behind, completion<std::uint64_t> done) override {
    ask<std::uint64_t>([=](auto& far, auto answer) { far.park(what, behind, answer); }, std::move(done));
  }
  void set_aside(sinew::parked_message what, completion<void> done) override {
    ask<void>([=](auto& far, auto answer) { far.set_aside(what, answer); }, std::move(done));
  }
  void last(std::string_view service, const aggregate_key& key, completion<std::uint64_t> done) override {
    ask<std::uint64_t>([name = std::string{service}, key](auto& far, auto answer) { far.last(name, key, answer); },
                       std::move(done));
  }
  void read(std::string_view service, const aggregate_key& key, std::uint64_t after, std::size_t at_most,
            completion<sinew::parked_page> done) override {
    ask<sinew::parked_page>(
        [=, name = std::string{service}](auto& far, auto answer) { far.read(name, key, after, at_most, answer); },
        std::move(done));
  }
  void keys(std::string_view service, std::size_t at_most, completion<sinew::parked_keys> done) override {
    ask<sinew::parked_keys>(
        [=, name = std::string{service}](auto& far, auto answer) { far.keys(name, at_most, answer); }, std::move(done));
  }
  void note(const sinew::parked_entry& tried, completion<void> done) override {
    ask<void>([=](auto& far, auto answer) { far.note(tried, answer); }, std::move(done));
  }
  void remove(std::string_view service, const aggregate_key& key, std::uint64_t place, completion<bool> done) override {
    ask<bool>([=, name = std::string{service}](auto& far, auto answer) { far.remove(name, key, place, answer); },
              std::move(done));
  }

  // After a reconnection it is said that some may have been missed.
  void watch(std::string_view service, watcher h) override {
    over_->keep([over = over_.get(), name = std::string{service}, h,
                 first = std::make_shared<bool>(true)](sinew::memory_node& far) {
      far.ports().parked.watch(name, [over, h](const std::optional<aggregate_key>& key) {
        over->to_node(message_class::notice, [h, key] { h(key); });
      });
      if (!std::exchange(*first, false))
        over->to_node(message_class::control, [h] { h(std::nullopt); });
    });
  }

 private:
  template <class T, class Ask>
  void ask(Ask what, completion<T> done) {
    over_->call<T>(
        storing, [what](far_ports far, completion<T> answer) { what(far.parked, std::move(answer)); }, std::move(done));
  }

  std::shared_ptr<wire> over_;
};

/// Judges for itself who is alive, as every node does, by what comes over the wire.
class remote_membership final : public sinew::membership {
 public:
  remote_membership(std::shared_ptr<wire> over, sinew::loop& where) : over_{std::move(over)}, where_{where} {}

  void announce(const sinew::node_record& self) override {
    over_->tell(message_class::notice, [self](far_ports far) { far.members.announce(self); });
  }
  void leave(const sinew::node_record& self) override {
    over_->tell(message_class::notice, [self](far_ports far) { far.members.leave(self); });
  }

  void watch(sinew::view_handler handler) override {
    const auto kept = std::make_shared<sinew::node_watch>(where_, std::move(handler));
    over_->on_state([kept](bool is_up) { is_up ? kept->back() : kept->cut_off(); });
    over_->keep([over = over_.get(), kept = std::weak_ptr{kept}](sinew::memory_node& far) {
      const auto found = far.observe({
          .service = over->service(),
          .heard = [over, kept](const auto& r) { over->to_node(message_class::notice, [kept, r] { heard(kept, r); }); },
          .left =
              [over, kept](const auto& service, const auto& node) {
                over->to_node(message_class::notice, [kept, service, node] { left(kept, service, node); });
              },
          // Nobody repeats it: lost only with the connection.
          .ruled = [over,
                    kept](const auto& by) { over->to_node(message_class::control, [kept, by] { ruled(kept, by); }); },
      });
      over->to_node(message_class::control, [kept, found] {
        ruled(kept, found.canary);
        if (const auto there = kept.lock())
          there->begin(found.nodes);
      });
    });
    watch_ = kept;
  }

 private:
  using watch_reference = std::weak_ptr<sinew::node_watch>;

  static void heard(const watch_reference& of, const sinew::node_record& r) {
    if (const auto there = of.lock())
      there->heard(r);
  }
  static void left(const watch_reference& of, const std::string& service, const std::string& node) {
    if (const auto there = of.lock())
      there->left(service, node);
  }

  static void ruled(const watch_reference& of, const std::optional<sinew::canary_rule>& by) {
    if (const auto there = of.lock())
      there->ruled(by);
  }

  std::shared_ptr<wire> over_;
  sinew::loop& where_;
  std::shared_ptr<sinew::node_watch> watch_;
};

} // namespace

struct remote_ports::parts {
  explicit parts(const std::shared_ptr<wire>& over)
      : log{over}, alarms{over}, calls{over}, feeds{over}, parked{over}, members{over, over->node_loop()} {}

  remote_journal log;
  remote_timers alarms;
  remote_requests calls;
  remote_subscriptions feeds;
  remote_parking parked;
  remote_membership members;
};

remote_ports::remote_ports(std::shared_ptr<wire> over, sinew::wall_clock& clock, sinew::randomness& chance)
    : clock_{clock}, chance_{chance}, parts_{std::make_unique<parts>(over)} {}

remote_ports::~remote_ports() = default;

auto remote_ports::ports() -> sinew::ports {
  auto& p = *parts_;
  return {p.log, p.alarms, p.calls, p.feeds, p.parked, p.members, clock_, chance_};
}

} // namespace simulation
