// SPDX-License-Identifier: Apache-2.0
#include "bench/target/stamped_command.hpp"

#include <gtest/gtest.h>

namespace sinew::bench {
namespace {

constexpr uuid first_id{0x0198c0de00007000, 0x8000000000000001};
constexpr uuid next_id{0x0198c0de00007000, 0x8000000000000002};

auto sample() -> message {
  return message::write({.aggregate = "account",
                         .aggregate_id = "bench-0000000",
                         .type = "deposit",
                         .schema = 7,
                         .deadline = from_unix_ns(20)},
                        {{{.id = first_id, .correlation = "bench-0000000", .time = from_unix_ns(10), .actor = "bench"},
                          bytes(24, std::byte{0x5a})}});
}

TEST(stamped_command, becomes_another_command_and_stays_an_envelope) {
  stamped_command command{sample()};
  command.stamp(next_id, from_unix_ns(1'000), from_unix_ns(2'000));
  command.rename("bench-0000042");

  const auto read = message::verify(command.raw());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->id(), next_id);
  EXPECT_EQ(read->aggregate_id(), "bench-0000042");
  EXPECT_EQ(read->correlation(), "bench-0000042");
  EXPECT_EQ(read->time(), from_unix_ns(1'000));
  EXPECT_EQ(read->deadline(), from_unix_ns(2'000));
}

TEST(stamped_command, leaves_all_else_as_it_was) {
  const auto original = sample();
  stamped_command command{original};
  command.stamp(next_id, from_unix_ns(1'000), from_unix_ns(2'000));
  command.rename("bench-0000042");
  command.stamp(first_id, from_unix_ns(10), from_unix_ns(20));
  command.rename("bench-0000000");
  EXPECT_EQ(as_text(command.raw()), as_text(original.raw()));
}

TEST(stamped_command, takes_a_shorter_id_and_the_longer_one_again) {
  const auto original = sample();
  stamped_command command{original};
  command.rename("b-1");
  const auto read = message::verify(command.raw());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->aggregate_id(), "b-1");
  EXPECT_EQ(read->correlation(), "b-1");
  EXPECT_EQ(read->payload().size(), original.payload().size());
  command.rename("bench-0000000");
  EXPECT_EQ(as_text(command.raw()), as_text(original.raw()));
}

TEST(stamped_command_death_test, takes_no_longer_id) {
  stamped_command command{sample()};
  EXPECT_DEATH(command.rename("bench-00000000"), "");
}

} // namespace
} // namespace sinew::bench
