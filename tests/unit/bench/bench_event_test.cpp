// SPDX-License-Identifier: Apache-2.0
#include "bench/target/bench_event.hpp"

#include <gtest/gtest.h>

namespace sinew::bench {
namespace {

constexpr uuid some_id{0x0198c0de00007000, 0x8000000000000001};

TEST(bench_event, is_an_envelope_that_tells_its_operation) {
  const aggregate_key key{"bench_0badcafe", "bench-0000042"};
  const auto written = bench_event(key, {.id = some_id, .time = from_unix_ns(7), .version = 3, .operation = 1'234},
                                   bytes(256, std::byte{'x'}));
  const auto read = message::verify(written.raw());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->key(), key);
  EXPECT_EQ(read->type(), bench_event_type);
  EXPECT_EQ(read->version(), 3U);
  EXPECT_EQ(read->id(), some_id);
  EXPECT_EQ(read->time(), from_unix_ns(7));
  EXPECT_EQ(read->payload().size(), 256U);
  EXPECT_EQ(operation_of(written.raw()), 1'234U);
}

TEST(bench_event, of_somebody_else_tells_no_operation) {
  const auto foreign =
      message::write({.aggregate = "account", .aggregate_id = "a-1", .type = "deposited", .version = 1},
                     {{{.id = some_id, .causation = some_id, .correlation = "a-1"}, bytes(8)}});
  EXPECT_EQ(operation_of(foreign.raw()), std::nullopt);
  EXPECT_EQ(operation_of(as_bytes("no envelope at all")), std::nullopt);
}

} // namespace
} // namespace sinew::bench
