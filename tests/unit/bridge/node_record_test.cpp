// SPDX-License-Identifier: Apache-2.0
#include "bridge/jetstream_membership.hpp"

#include <gtest/gtest.h>

namespace sinew {
namespace {

TEST(node_record, is_read_back_as_it_was_written) {
  const node_record r{.service = "order",
                      .node = "order-1",
                      .pid = 4711,
                      .version = "1.2.3",
                      .started = from_unix_ns(1'764'000'000'123'456'789),
                      .state = "ready",
                      .partitions = {0, 1, 2, 9, 63},
                      .lanes = {"due.0", "inventory.0"},
                      .machine = "b pid:[1]",
                      .variant = "b"};
  EXPECT_EQ(read_node_record(write_node_record(r)), r);
}

TEST(node_record, of_an_earlier_version_holds_nothing_and_is_of_the_main_variant) {
  const auto r = read_node_record(
      R"({"service":"order","node":"order-1","pid":1,"version":"0.1","started":"","started_ns":0,"state":"ready"})");
  ASSERT_TRUE(r);
  EXPECT_TRUE(r->partitions.empty());
  EXPECT_TRUE(r->lanes.empty());
  EXPECT_TRUE(r->machine.empty());
  EXPECT_EQ(r->variant, main_variant);
}

TEST(node_record, that_is_none_is_refused) {
  for (const auto* text :
       {"", "{}", "[]", "null", "7",
        R"({"service":"order","node":"a","pid":1e69,"version":"1","started_ns":0,"state":"ready"})",
        R"({"service":"order","node":"a","pid":1,"version":"1","started_ns":0,"state":"ready","partitions":"64"})",
        R"({"service":"order","node":"a","pid":1,"version":"1","started_ns":0,"state":"ready","partitions":7})",
        R"({"service":"order","node":"a","pid":1,"version":"1","started_ns":0,"state":"ready","lanes":{"a":1}})",
        R"({"service":"order","node":"a","pid":1,"version":"1","started_ns":0,"state":"ready","variant":7})"})
    EXPECT_FALSE(read_node_record(text)) << text;
}

} // namespace
} // namespace sinew
