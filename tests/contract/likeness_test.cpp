// SPDX-License-Identifier: Apache-2.0

// The broker in memory, on which everything is simulated, against the real one: the same operations, drawn by seed, must get the
// same answers. The contract suite says what both promise; this looks for what nobody has thought of.

#include "actors/epoll_poller.hpp"
#include "bridge/jetstream.hpp"
#include "memory/manual_time.hpp"
#include "memory/memory_node.hpp"
#include "memory/seeded_randomness.hpp"
#include "tests/contract/contract_test.hpp"
#include "tests/support/private_nats_server.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace contract {
namespace {

using answer = std::string;

/// One broker under test, with a node of `shop` that writes and one of `till` that reads.
class broker_side {
 public:
  virtual ~broker_side() = default;
  virtual auto writer() -> sinew::ports = 0;
  virtual auto reader() -> sinew::ports = 0;
  virtual auto run_until(const std::function<bool()>& done, std::chrono::milliseconds patience) -> bool = 0;

  template <class T, class Call, class Say>
  auto ask(Call&& call, Say&& say) -> answer {
    auto got = std::make_shared<std::optional<result<T>>>();
    call(sinew::completion<T>{[got](result<T> r) { got->emplace(std::move(r)); }});
    if (!run_until([&] { return got->has_value(); }, 10s))
      return "no answer";
    if (!**got)
      return std::string{to_string((*got)->error().code)};
    if constexpr (std::is_void_v<T>)
      return say();
    else
      return say(***got);
  }

  void open(const sinew::subscription& what) {
    reader().feeds.open(
        what, [this](delivery d) { delivered.push_back(std::move(d)); }, [](const auto&) {});
  }

  std::vector<delivery> delivered;
};

class memory_side final : public broker_side {
 public:
  auto writer() -> sinew::ports override { return shop_.ports(); }
  auto reader() -> sinew::ports override { return till_.ports(); }
  auto run_until(const std::function<bool()>& done, std::chrono::milliseconds patience) -> bool override {
    return time_.run_until(done, patience);
  }

 private:
  sinew::manual_time time_;
  sinew::seeded_randomness chance_{1};
  sinew::memory_broker broker_{time_.where(), time_.clock()};
  sinew::memory_node shop_{broker_, time_.where(), "shop", "shop-1", time_.clock(), chance_};
  sinew::memory_node till_{broker_, time_.where(), "till", "till-1", time_.clock(), chance_};
};

class jetstream_side final : public broker_side {
 public:
  auto writer() -> sinew::ports override { return shop_->outside(); }
  auto reader() -> sinew::ports override { return till_->outside(); }
  auto run_until(const std::function<bool()>& done, std::chrono::milliseconds patience) -> bool override {
    return done() || loop_.run_until(done, patience);
  }

 private:
  auto start(const sinew::service& what, const char* name) -> std::unique_ptr<sinew::jetstream> {
    auto opened = sinew::jetstream::open(loop_, poller_, {.url = server_.url(), .node = name}, what.name, "file");
    if (!opened)
      throw std::runtime_error{to_string(opened.error())};
    bool is_ready = false;
    (*opened)->start(what, [&](const auto& outcome) { is_ready = outcome.has_value(); });
    if (!run_until([&] { return is_ready; }, 20s))
      throw std::runtime_error{"the streams of " + std::string{what.name} + " are not to be had"};
    return std::move(*opened);
  }

  sinew::test::private_nats_server server_;
  sinew::epoll_poller poller_;
  sinew::loop loop_{poller_};
  std::unique_ptr<sinew::jetstream> shop_ = start(shop(), "shop-1");
  std::unique_ptr<sinew::jetstream> till_ = start(till(), "till-1");
};

/// Draws operations and puts each to both brokers.
class comparison {
 public:
  explicit comparison(std::uint64_t seed) : chance_{seed} {
    for (auto* side : sides())
      side->open({.reader = "till",
                  .upstream = "shop",
                  .filters = {{"item", "opened"}, {"item", "sold"}, {"basket", "opened"}},
                  .window = 7,
                  .ack_wait = 60s});
  }

  void run(int operations) {
    for (int i = 0; i < operations && !testing::Test::HasFailure(); ++i)
      step(i);
  }

 private:
  auto sides() -> std::array<broker_side*, 2> { return {&memory_, &jetstream_}; }
  auto below(std::uint64_t limit) -> std::uint64_t { return chance_.next() % limit; }

  /// `operation` on both; the answers must be the same.
  template <class Operation>
  auto both(int number, const std::string& name, Operation operation) -> answer {
    const auto one = operation(memory_);
    const auto other = operation(jetstream_);
    EXPECT_EQ(one, other) << "operation " << number << ": " << name << "\nfirst memory, then nats-server";
    return one;
  }

  auto some_key() -> aggregate_key {
    static const std::array keys{item("a"), item("b"), item("a-b"), aggregate_key{"basket", "a"}};
    return keys[below(keys.size())];
  }

  void step(int number) {
    switch (below(9)) {
      case 0:
      case 1:
      case 2:
      case 3: return append(number);
      case 4: return read(number);
      case 5: return last(number);
      case 6: return snapshot(number);
      default: return take_deliveries(number);
    }
  }

  void append(int number) {
    const auto key = some_key();
    std::vector<message> messages;
    for (std::uint64_t i = 0, n = below(4) == 0 ? 2 + below(3) : 1; i < n; ++i)
      messages.push_back(written(key, std::array{"opened", "sold", "closed"}[below(3)]));
    // Right, more often than not.
    const auto newest = last_[key];
    const auto expected = std::array<std::uint64_t, 6>{newest, newest, newest, 0, newest + 1, below(40)}[below(6)];
    const auto said =
        both(number, fmt::format("append {} to {} {} after {}", messages.size(), key.aggregate, key.id, expected),
             [&](broker_side& on) {
               return on.ask<sinew::appended>([&](auto done) { on.writer().log.append(key, expected, messages, done); },
                                              [](const auto& r) { return fmt::format("at {}", r.position); });
             });
    if (said.starts_with("at "))
      last_[key] = std::stoull(said.substr(3));
  }

  static auto in_words(const sinew::stored_message& m) -> std::string {
    const auto read = message::verify(m.body);
    return fmt::format("{} {} {}; ", m.position, m.type, read ? to_string(read->id()) : "damaged");
  }

  void read(int number) {
    const auto key = some_key();
    const auto after = below(3) == 0 ? below(50) : 0;
    const auto at_most = 1 + below(6);
    both(number, fmt::format("read {} {} after {} at most {}", key.aggregate, key.id, after, at_most),
         [&](broker_side& on) {
           return on.ask<sinew::history_page>([&](auto done) { on.writer().log.read(key, after, at_most, done); },
                                              [](const auto& page) {
                                                std::string words;
                                                for (const auto& m : page.messages)
                                                  words += in_words(m);
                                                return words + (page.more ? "more" : "all");
                                              });
         });
  }

  void last(int number) {
    const auto key = some_key();
    both(number, "last of " + key.aggregate + " " + key.id, [&](broker_side& on) {
      return on.ask<std::optional<sinew::stored_message>>(
          [&](auto done) { on.writer().log.last(key, done); },
          [](const auto& found) { return found ? in_words(*found) : std::string{"none"}; });
    });
  }

  void snapshot(int number) {
    const auto key = some_key();
    if (below(2) == 0) {
      const auto text = fmt::format("snapshot {}", number);
      both(number, "save a snapshot", [&](broker_side& on) {
        return on.ask<void>(
            [&](auto done) { on.writer().log.save_snapshot(key, sinew::copy_of(sinew::as_bytes(text)), done); },
            [] { return std::string{"saved"}; });
      });
    }
    both(number, "load a snapshot", [&](broker_side& on) {
      return on.ask<std::optional<sinew::bytes>>(
          [&](auto done) { on.writer().log.load_snapshot(key, done); },
          [](const auto& found) { return found ? std::string{sinew::as_text(*found)} : std::string{"none"}; });
    });
  }

  /// What the reader has been given since must be the same on both; then each message of it is acknowledged or sent back.
  void take_deliveries(int number) {
    memory_.run_until([] { return false; }, 100ms);
    const auto wanted = memory_.delivered.size();
    jetstream_.run_until([&] { return jetstream_.delivered.size() >= wanted; }, 5s);
    const auto words = [](broker_side& on) {
      std::vector<std::string> all;
      for (const auto& d : on.delivered)
        all.push_back(fmt::format("{} {} {} {} attempt {}", d.position, d.key.aggregate, d.key.id, d.type, d.attempt));
      std::ranges::sort(all); // redeliveries may overtake
      return all;
    };
    ASSERT_EQ(words(memory_), words(jetstream_)) << "operation " << number << ": deliveries";
    std::map<std::uint64_t, std::uint64_t> verdicts; // by position
    for (auto* side : sides())
      for (const auto& d : std::exchange(side->delivered, {})) {
        const auto verdict = verdicts.emplace(d.position, below(5)).first->second;
        if (verdict == 0)
          side->reader().feeds.retry(d, {});
        else
          side->reader().feeds.ack(d);
      }
  }

  static auto written(const aggregate_key& key, std::string_view type) -> message {
    static std::uint64_t last_id = 0;
    return message::write({.aggregate = key.aggregate, .aggregate_id = key.id, .type = type},
                          {{{.id = {0x7000, ++last_id}, .correlation = key.id}, {}}});
  }

  sinew::seeded_randomness chance_;
  memory_side memory_;
  jetstream_side jetstream_;
  std::map<aggregate_key, std::uint64_t> last_;
};

class likeness : public testing::TestWithParam<std::uint64_t> {};

TEST_P(likeness, memory_answers_as_nats_server_does) {
  comparison{GetParam()}.run(400);
}

INSTANTIATE_TEST_SUITE_P(seeds, likeness, testing::Range<std::uint64_t>(1, 7));

} // namespace
} // namespace contract
