// SPDX-License-Identifier: Apache-2.0
#include "kernel/names.hpp"

#include <gtest/gtest.h>
#include <string>

namespace {

using sinew::is_valid_id;
using sinew::is_valid_name;
using sinew::partition_of;

// From the authors' own list of test vectors.
TEST(names, the_hash_is_fnv_1a) {
  EXPECT_EQ(sinew::fnv1a32(""), 0x811c9dc5U);
  EXPECT_EQ(sinew::fnv1a32("a"), 0xe40c292cU);
  EXPECT_EQ(sinew::fnv1a32("foobar"), 0xbf9cf968U);
}

// Seen on nats-server 2.15.1 with the mapping "in.*": "out.{{partition(64,1)}}.{{wildcard(1)}}".
TEST(names, a_partition_is_what_the_broker_computes) {
  EXPECT_EQ(partition_of("a"), 44U);
  EXPECT_EQ(partition_of("o-1"), 40U);
  EXPECT_EQ(partition_of("o-2"), 33U);
  EXPECT_EQ(partition_of("order-17"), 46U);
  EXPECT_EQ(partition_of("SKU-1"), 12U);
  EXPECT_EQ(partition_of("A_b-9"), 55U);
  EXPECT_EQ(partition_of("0"), 47U);
  EXPECT_EQ(partition_of(std::string(64, 'x')), 5U);
  EXPECT_EQ(partition_of("o-01J8Z"), 2U);
}

TEST(names, ids_are_one_subject_token) {
  for (const auto* id : {"o-1", "A", "_", "-", "01J8ZK4", "a_b-C9"})
    EXPECT_TRUE(is_valid_id(id)) << id;
  EXPECT_TRUE(is_valid_id(std::string(64, 'x')));
  for (const auto* id : {"", "a.b", "*", ">", "a b", " a", "a\n", "a/b", "ü", "a*", "$SYS"})
    EXPECT_FALSE(is_valid_id(id)) << id;
  EXPECT_FALSE(is_valid_id(std::string(65, 'x')));
  EXPECT_FALSE(is_valid_id(std::string_view{"a\0b", 3}));
}

TEST(names, names_are_lower_case_words_that_start_with_a_letter) {
  for (const auto* name : {"order", "timed_out", "a", "x9"})
    EXPECT_TRUE(is_valid_name(name)) << name;
  EXPECT_TRUE(is_valid_name(std::string(48, 'x')));
  for (const auto* name : {"", "Order", "9x", "_x", "a-b", "a.b", "a b", "*"})
    EXPECT_FALSE(is_valid_name(name)) << name;
  EXPECT_FALSE(is_valid_name(std::string(49, 'x')));
}

TEST(names, a_wrong_id_is_named_in_the_error_but_not_at_any_length) {
  EXPECT_TRUE(sinew::check_id("o-1"));
  const auto wrong = sinew::check_id("a.b");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, sinew::errc::invalid_input);
  EXPECT_NE(wrong.error().what.find("'a.b'"), std::string::npos);
  EXPECT_LT(sinew::check_id(std::string(100'000, 'x')).error().what.size(), 200U);
}

TEST(names, keys_of_different_kinds_or_ids_differ) {
  const sinew::aggregate_key key{"order", "o-1"};
  EXPECT_EQ(key, (sinew::aggregate_key{"order", "o-1"}));
  EXPECT_NE(key, (sinew::aggregate_key{"stock", "o-1"}));
  EXPECT_NE(key, (sinew::aggregate_key{"order", "o-2"}));
  EXPECT_EQ(key.partition(), partition_of("o-1"));
}

} // namespace
