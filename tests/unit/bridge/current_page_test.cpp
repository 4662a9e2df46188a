// SPDX-License-Identifier: Apache-2.0
#include "bridge/current_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>

namespace sinew {
namespace {

using last_message = current_page::last_message;
using testing::ElementsAre;
using testing::IsEmpty;

auto stored_at(std::uint64_t position) -> stored_message {
  return {position, "added", {}};
}

/// A stream on several servers: what its leader holds, and the part of it that the server which answers first has.
struct current_page_test : testing::Test {
  std::vector<std::uint64_t> leader;
  std::size_t replica_has = 0;
  std::optional<error> leader_fails;
  int asked_for_more = 0;

  auto pages(std::uint64_t after, std::size_t at_most) -> result<history_page> {
    history_page page;
    for (std::size_t i = 0; i < replica_has; ++i) {
      if (leader[i] <= after)
        continue;
      page.more = page.messages.size() == at_most;
      if (page.more)
        break;
      page.messages.push_back(stored_at(leader[i]));
    }
    return page;
  }

  auto last() -> result<last_message> {
    if (leader_fails)
      return tl::unexpected{*leader_fails};
    return leader.empty() ? last_message{} : last_message{stored_at(leader.back())};
  }

  auto next(std::uint64_t from) -> result<last_message> {
    ++asked_for_more;
    const auto found = std::ranges::lower_bound(leader, from);
    return found == leader.end() ? last_message{} : last_message{stored_at(*found)};
  }

  auto read(std::uint64_t after = 0, std::size_t at_most = 10) -> result<history_page> {
    std::optional<result<history_page>> answer;
    current_page::read({[=, this](auto done) { done(pages(after, at_most)); }, [this](auto done) { done(last()); },
                        [this](std::uint64_t from, auto done) { done(next(from)); }},
                       after, at_most, [&answer](result<history_page> got) {
                         EXPECT_FALSE(answer) << "completed twice";
                         answer = std::move(got);
                       });
    return answer.value_or(fail(errc::system_failure, "never completed"));
  }

  static auto positions(const result<history_page>& page) -> std::vector<std::uint64_t> {
    std::vector<std::uint64_t> all;
    for (const auto& m : page.value().messages)
      all.push_back(m.position);
    return all;
  }
};

TEST_F(current_page_test, is_what_any_server_says_when_the_leader_knows_no_more) {
  leader = {3, 5, 9};
  replica_has = 3;
  EXPECT_THAT(positions(read()), ElementsAre(3, 5, 9));
  EXPECT_THAT(positions(read(5)), ElementsAre(9));
  EXPECT_EQ(asked_for_more, 0);
}

TEST_F(current_page_test, has_what_a_server_that_lags_does_not_know_yet) {
  leader = {3, 5, 9, 12};
  replica_has = 2;
  EXPECT_THAT(positions(read()), ElementsAre(3, 5, 9, 12));
  replica_has = 0;
  EXPECT_THAT(positions(read()), ElementsAre(3, 5, 9, 12));
  EXPECT_THAT(positions(read(9)), ElementsAre(12));
}

TEST_F(current_page_test, is_empty_for_an_aggregate_that_nobody_has_written) {
  EXPECT_THAT(positions(read()), IsEmpty());
  EXPECT_FALSE(read().value().more);
}

TEST_F(current_page_test, is_not_confused_by_a_snapshot_newer_than_the_server_that_answers) {
  leader = {3, 5};
  replica_has = 1;
  EXPECT_THAT(positions(read(5)), IsEmpty());
}

TEST_F(current_page_test, is_no_longer_than_asked_for) {
  leader = {1, 2, 3, 4, 5};
  replica_has = 2;
  const auto page = read(0, 3);
  EXPECT_THAT(positions(page), ElementsAre(1, 2, 3));
  EXPECT_TRUE(page.value().more);
}

TEST_F(current_page_test, leaves_the_end_to_the_next_page_when_there_is_one) {
  leader = {1, 2, 3, 4, 5};
  replica_has = 4;
  const auto page = read(0, 2);
  EXPECT_THAT(positions(page), ElementsAre(1, 2));
  EXPECT_TRUE(page.value().more);
  EXPECT_EQ(asked_for_more, 0);
}

TEST_F(current_page_test, is_an_error_without_a_leader_rather_than_old_news) {
  leader = {1, 2};
  replica_has = 2;
  leader_fails = error{errc::unavailable, "no leader"};
  EXPECT_EQ(read().error().code, errc::unavailable);
}

} // namespace
} // namespace sinew
