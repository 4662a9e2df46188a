// SPDX-License-Identifier: Apache-2.0
#include "bridge/watched_key.hpp"

#include "bridge/registry.hpp"
#include "bridge/subjects.hpp"
#include "bridge/topology.hpp"
#include "tests/integration/bridge_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sinew {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// The key `route.http.orders`, watched by one connection and written by another.
struct watched_key_test : test::bridge_fixture {
  static auto key() -> std::string { return subject::route_key(subject::route_of_http, "orders"); }

  void make_bucket() {
    std::optional<result<void>> made;
    topology::apply(*writer, topology::shared_streams(topology::durability::memory), into(made));
    ASSERT_TRUE(answered(made) && made->has_value());
  }
  void write(std::string_view value) {
    std::optional<result<void>> stored;
    registry::write(*writer, key(), value, into(stored));
    ASSERT_TRUE(answered(stored) && stored->has_value());
  }
  void erase() {
    std::optional<result<void>> erased;
    registry::erase(*writer, key(), into(erased));
    ASSERT_TRUE(answered(erased) && erased->has_value());
  }
  /// Everybody who listens hears of it, and the stream does not take it.
  void announce_in_vain(std::string_view value) {
    const header impossible[] = {{"Nats-Expected-Last-Sequence", "4711"}};
    std::optional<result<broker_message>> refused;
    writer->store(subject::bucket_key(subject::system_bucket, key()), impossible, as_bytes(value),
                  std::chrono::seconds{10}, into(refused));
    ASSERT_TRUE(answered(refused) && refused->has_value());
    ASSERT_THAT(std::string{as_text((*refused)->body())}, testing::HasSubstr("error"));
  }
  void await_an_answer() {
    bool is_answered = false;
    watched.ask([&] { is_answered = true; });
    EXPECT_TRUE(run_until([&] { return is_answered; }));
  }

  std::unique_ptr<connection> writer = connect("writer");
  std::unique_ptr<connection> reader = connect("reader");
  std::vector<std::string> told;
  watched_key watched{*reader, key(), [this](std::string_view value) { told.emplace_back(value); }};
};

TEST_F(watched_key_test, is_told_as_it_is_stored_once_for_each_change) {
  make_bucket();
  write("first");
  ASSERT_TRUE(watched.start());
  EXPECT_TRUE(run_until([&] { return told.size() == 1; }));
  write("first");
  write("second");
  EXPECT_TRUE(run_until([&] { return told.size() == 2; }));
  erase();
  EXPECT_TRUE(run_until([&] { return told.size() == 3; }));
  EXPECT_THAT(told, ElementsAre("first", "second", ""));
}

TEST_F(watched_key_test, is_told_to_be_empty_where_nothing_is_stored) {
  make_bucket();
  ASSERT_TRUE(watched.start());
  EXPECT_TRUE(run_until([&] { return !told.empty(); }));
  EXPECT_THAT(told, ElementsAre(""));
}

TEST_F(watched_key_test, is_not_changed_by_what_is_sent_there_and_not_stored) {
  make_bucket();
  write("first");
  ASSERT_TRUE(watched.start());
  announce_in_vain("never");
  flush(*reader); // so it is heard
  await_an_answer();
  EXPECT_THAT(told, ElementsAre("first"));
  write("second");
  await_an_answer();
  EXPECT_THAT(told, ElementsAre("first", "second"));
}

TEST_F(watched_key_test, is_known_to_whoever_asks_after_a_change_was_stored) {
  make_bucket();
  ASSERT_TRUE(watched.start());
  for (const auto* value : {"first", "second", "third"}) {
    write(value);
    await_an_answer();
    ASSERT_THAT(told, testing::Contains(value));
  }
}

TEST_F(watched_key_test, is_asked_for_again_while_nobody_can_tell) {
  ASSERT_TRUE(watched.start());
  await_an_answer();
  EXPECT_THAT(told, IsEmpty()) << "there is no bucket";
  make_bucket();
  EXPECT_TRUE(run_until([&] { return !told.empty(); }));
}

TEST_F(watched_key_test, is_told_no_more_once_its_owner_is_gone) {
  make_bucket();
  {
    watched_key other{*reader, key(), [](std::string_view) { FAIL(); }};
    ASSERT_TRUE(other.start());
  }
  ASSERT_TRUE(watched.start());
  EXPECT_TRUE(run_until([&] { return !told.empty(); }));
}

} // namespace
} // namespace sinew
