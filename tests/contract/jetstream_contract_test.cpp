// SPDX-License-Identifier: Apache-2.0
#include "actors/epoll_poller.hpp"
#include "bridge/api.hpp"
#include "bridge/canary_text.hpp"
#include "bridge/jetstream.hpp"
#include "bridge/jetstream_membership.hpp"
#include "bridge/parked_headers.hpp"
#include "bridge/registry.hpp"
#include "bridge/subjects.hpp"
#include "tests/contract/port_contract.hpp"
#include "tests/support/nats_under_test.hpp"

#include <stdexcept>

namespace contract {
namespace {

class connected_node final : public node {
 public:
  explicit connected_node(std::unique_ptr<sinew::jetstream> broker) : broker_{std::move(broker)} {}

  auto ports() -> sinew::ports override { return broker_->outside(); }
  void crash() override { broker_->broker().close(); }

 private:
  std::unique_ptr<sinew::jetstream> broker_;
};

template <class T>
auto or_throw(sinew::result<T> r) -> T {
  if (!r)
    throw std::runtime_error{to_string(r.error())};
  if constexpr (!std::is_void_v<T>)
    return std::move(*r);
}

/// A nats-server for each test (or three for all of them), and its nodes on one loop in real time.
class jetstream_fixture final : public broker_fixture {
 public:
  jetstream_fixture() {
    if (server_.is_shared())
      remove_all_streams();
  }

  auto start_node(const sinew::service& what, std::string_view name) -> node& override {
    auto broker = or_throw(sinew::jetstream::open(loop_, poller_, {.url = server_.url(), .node = std::string{name}},
                                                  what.name, server_.label()));
    or_throw(awaited<void>([&](auto done) { broker->start(what, done); }));
    nodes_.push_back(std::make_unique<connected_node>(std::move(broker)));
    return *nodes_.back();
  }

  auto run_until(const std::function<bool()>& done, std::chrono::milliseconds patience) -> bool override {
    // Some conditions ask the broker about what others did there, of which nothing wakes this loop: asked again now and then.
    const auto end = loop_.now() + patience;
    while (loop_.now() < end)
      if (done() || loop_.run_until(done, 20ms))
        return true;
    return done();
  }
  void wait(std::chrono::milliseconds duration) override {
    (void)loop_.run_until([] { return false; }, duration);
  }

  void ask(std::string_view service, std::string_view query, sinew::bytes_view body, std::chrono::milliseconds timeout,
           sinew::completion<sinew::bytes> done) override {
    visitor_->request(sinew::subject::query(service, query), {}, body, timeout,
                      [done = std::move(done)](sinew::result<sinew::broker_message> answer) {
                        done(answer.map([](const auto& m) { return sinew::copy_of(m.body()); }));
                      });
  }
  void control(std::string_view node, std::string_view verb, std::chrono::milliseconds timeout,
               sinew::completion<sinew::bytes> done) override {
    visitor_->request(sinew::subject::control(node, verb), {}, {}, timeout,
                      [done = std::move(done)](sinew::result<sinew::broker_message> answer) {
                        done(answer.map([](const auto& m) { return sinew::copy_of(m.body()); }));
                      });
  }
  void tell(const sinew::message& command) override {
    or_throw(visitor_->publish(sinew::subject::command(command.key(), command.type()), command.raw()));
  }

  auto parked() -> std::vector<sinew::parked_message> override {
    const auto wanted = sinew::as_bytes(R"({"seq":1,"next_by_subj":"park.>","batch":100})");
    std::vector<sinew::parked_message> all;
    or_throw(awaited<void>([&](sinew::completion<void> done) {
      visitor_->request_many(
          sinew::subject::api("DIRECT.GET.", sinew::subject::park_stream), {}, wanted, ample,
          [](const auto& m) { return m.status() != 0; },
          [&all, done](sinew::result<std::vector<sinew::broker_message>> answers) {
            done(answers.map([&all](const auto& found) { collect(found, all); }));
          });
    }));
    return all;
  }

  auto members() -> std::vector<sinew::node_record> override {
    using entries = std::vector<sinew::registry::entry>;
    const auto found = or_throw(awaited<entries>(
        [&](auto done) { sinew::registry::read_all(*visitor_, sinew::subject::nodes_bucket, std::move(done)); }));
    std::vector<sinew::node_record> all;
    for (const auto& entry : found)
      all.push_back(or_throw(sinew::read_node_record(sinew::as_text(entry.value))));
    return all;
  }

  void rule(std::string_view service, const std::optional<sinew::canary_rule>& by) override {
    const auto key = sinew::subject::route_key(sinew::subject::route_of_nodes, service);
    or_throw(awaited<void>([&](sinew::completion<void> done) {
      by ? sinew::registry::write(*visitor_, key, sinew::write_canary_rule(*by), std::move(done))
         : sinew::registry::erase(*visitor_, key, std::move(done));
    }));
  }

 private:
  template <class T, class Call>
  auto awaited(Call&& call) -> sinew::result<T> {
    auto answer = std::make_shared<std::optional<sinew::result<T>>>();
    call(sinew::completion<T>{[answer](sinew::result<T> r) { answer->emplace(std::move(r)); }});
    if (!run_until([&] { return answer->has_value(); }, 20s))
      return sinew::fail(sinew::errc::system_failure, "no answer from the broker");
    return std::move(**answer);
  }

  static void collect(const std::vector<sinew::broker_message>& found, std::vector<sinew::parked_message>& all) {
    for (const auto& m : found)
      if (m.status() == 0)
        if (auto what = sinew::read_parked(m.header("Nats-Subject"), m)) // else a note
          all.push_back(std::move(*what));
  }

  auto ask_api(std::string_view subject) -> nlohmann::json {
    using sinew::api_answer;
    sinew::result<api_answer> answer = sinew::fail(sinew::errc::unavailable, "not asked yet");
    // A cluster that has just been started first chooses its leader.
    const auto settled = run_until(
        [&] {
          answer = awaited<api_answer>([&](auto done) { sinew::call_api(*visitor_, subject, {}, std::move(done)); });
          return answer && !answer->is_error();
        },
        30s);
    return settled ? answer->body : throw std::runtime_error{"the cluster does not answer " + std::string{subject}};
  }
  void remove_all_streams() {
    const auto found = ask_api("$JS.API.STREAM.NAMES");
    if (found["streams"].is_array())
      for (const std::string name : found["streams"])
        (void)ask_api(sinew::subject::api("STREAM.DELETE.", name));
  }

  sinew::test::nats_under_test server_;
  sinew::epoll_poller poller_;
  sinew::loop loop_{poller_};
  std::unique_ptr<sinew::connection> visitor_ =
      or_throw(sinew::connection::open(loop_, poller_, {.url = server_.url(), .node = "visitor"}));
  std::vector<std::unique_ptr<connected_node>> nodes_;
};

auto make_jetstream_fixture() -> std::unique_ptr<broker_fixture> {
  return std::make_unique<jetstream_fixture>();
}

} // namespace
} // namespace contract

CONTRACT_HOLDS_FOR(jetstream, (contract::broker_under_test{"jetstream", contract::make_jetstream_fixture}));
