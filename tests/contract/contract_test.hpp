// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contract/broker_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace contract {

using namespace std::chrono_literals;
using sinew::aggregate_key;
using sinew::delivery;
using sinew::errc;
using sinew::message;
using sinew::result;

/// A kind of aggregate of which only the name matters: the broker never looks inside.
class named_kind final : public sinew::aggregate_kind {
 public:
  explicit named_kind(std::string_view name) : name_{name} {}
  auto name() const -> std::string_view override { return name_; }
  auto birth() const -> std::unique_ptr<sinew::folded_state> override { return nullptr; }
  auto commands() const -> std::vector<std::string_view> override { return {}; }
  auto events() const -> std::vector<std::string_view> override { return {}; }

 private:
  std::string_view name_;
};

/// The service "shop", which owns `item` and `basket`.
inline auto shop() -> sinew::service {
  static const named_kind item{"item"};
  static const named_kind basket{"basket"};
  return {.name = "shop", .aggregates = {&item, &basket}, .reactions = {}, .schema = {}};
}

/// The service "till", which owns `bill`.
inline auto till() -> sinew::service {
  static const named_kind bill{"bill"};
  return {.name = "till", .aggregates = {&bill}, .reactions = {}, .schema = {}};
}

inline auto item(std::string id) -> aggregate_key {
  return {"item", std::move(id)};
}

/// A time that is long for a test and longer than any delay of a broker.
inline constexpr auto ample = 5s;
/// Long enough for whatever is on its way to arrive.
inline constexpr auto a_while = 300ms;

/// A promise of actors/ports.hpp, put to the test on each broker.
class contract_test : public ::testing::TestWithParam<broker_under_test> {
 protected:
  void SetUp() override { broker_ = GetParam().make(); }
  void TearDown() override { broker_.reset(); }

  auto broker() -> broker_fixture& { return *broker_; }
  auto start(const sinew::service& what, std::string_view name) -> node& { return broker_->start_node(what, name); }

  /// A message with one entry, whose payload is `text`. Each has an id of its own.
  static auto written(const aggregate_key& key, std::string_view type, std::string_view text = "") -> message {
    static std::uint64_t last_id = 0;
    const sinew::new_entry entry{.head = {.id = {0x0000'0000'0000'7000, ++last_id},
                                          .causation = {},
                                          .correlation = key.id,
                                          .time = sinew::from_unix_ns(1),
                                          .actor = "",
                                          .trace = ""},
                                 .payload = sinew::copy_of(sinew::as_bytes(text))};
    return message::write({.aggregate = key.aggregate, .aggregate_id = key.id, .type = type}, {entry});
  }

  /// Makes a call that completes, and runs the loop until it has. `call` gets the completion.
  template <class T, class Call>
  auto awaited(Call&& call) -> result<T> {
    auto answers = std::make_shared<std::vector<result<T>>>();
    call([answers](result<T> r) { answers->push_back(std::move(r)); });
    EXPECT_TRUE(answers->empty()) << "completed inside the call";
    if (!broker().run_until([&] { return !answers->empty(); }))
      return sinew::fail(errc::system_failure, "the call was not completed");
    return answers->front();
  }

  auto append(node& by, const aggregate_key& key, std::uint64_t expected, std::vector<message> messages)
      -> result<sinew::appended> {
    return awaited<sinew::appended>(
        [&](auto done) { by.ports().log.append(key, expected, std::move(messages), done); });
  }
  /// Appends one event and answers its position. The test fails when that fails.
  auto append_one(node& by, const aggregate_key& key, std::uint64_t expected, std::string_view type,
                  std::string_view text = "") -> std::uint64_t {
    const auto done = append(by, key, expected, {written(key, type, text)});
    EXPECT_TRUE(done) << sinew::to_string(done.error());
    return done ? done->position : 0;
  }
  auto read(node& by, const aggregate_key& key, std::uint64_t after = 0, std::size_t at_most = 1000)
      -> sinew::history_page {
    const auto page =
        awaited<sinew::history_page>([&](auto done) { by.ports().log.read(key, after, at_most, std::move(done)); });
    EXPECT_TRUE(page) << sinew::to_string(page.error());
    return page.value_or(sinew::history_page{});
  }
  auto last(node& by, const aggregate_key& key) -> std::optional<sinew::stored_message> {
    using found = std::optional<sinew::stored_message>;
    const auto newest = awaited<found>([&](auto done) { by.ports().log.last(key, std::move(done)); });
    EXPECT_TRUE(newest) << sinew::to_string(newest.error());
    return newest.value_or(std::nullopt);
  }

  /// What a subscription has delivered so far; the test acknowledges.
  using inbox = std::shared_ptr<std::vector<delivery>>;
  auto open(node& by, const sinew::subscription& what) -> inbox {
    auto got = std::make_shared<std::vector<delivery>>();
    const auto opened = awaited<void>([&](auto done) {
      by.ports().feeds.open(
          what, [got](delivery d) { got->push_back(std::move(d)); }, std::move(done));
    });
    EXPECT_TRUE(opened) << sinew::to_string(opened.error());
    return got;
  }
  auto until_size(const inbox& got, std::size_t size) -> bool {
    return broker().run_until([&] { return got->size() >= size; });
  }

 private:
  std::unique_ptr<broker_fixture> broker_;
};

/// The payload of a verified envelope, or a text that says what is wrong with the bytes.
inline auto text_of(sinew::bytes_view body) -> std::string {
  const auto m = message::verify(body);
  return m ? std::string{sinew::as_text(m->payload())} : "not an envelope: " + m.error().what;
}

/// The texts of what was delivered, in order.
inline auto texts_of(const std::vector<delivery>& deliveries) -> std::vector<std::string> {
  std::vector<std::string> texts;
  for (const auto& d : deliveries)
    texts.push_back(text_of(d.body));
  return texts;
}
inline auto texts_of(const sinew::history_page& page) -> std::vector<std::string> {
  std::vector<std::string> texts;
  for (const auto& m : page.messages)
    texts.push_back(text_of(m.body));
  return texts;
}

MATCHER_P(failed_with, code, "fails with " + std::string{sinew::to_string(code)}) {
  if (arg)
    *result_listener << "it succeeded";
  else
    *result_listener << sinew::to_string(arg.error());
  return !arg && arg.error().code == code;
}

} // namespace contract
