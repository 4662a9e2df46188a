// SPDX-License-Identifier: Apache-2.0
#include "kernel/uuid.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <set>

namespace {

using namespace std::chrono_literals;
using sinew::parse_uuid;
using sinew::uuid;
using sinew::uuid_v7;

constexpr auto all_ones = ~std::uint64_t{0};

// The example of RFC 9562, appendix A.6.
TEST(uuid, version_7_is_built_as_the_standard_shows) {
  const auto id = uuid_v7(sinew::timestamp{0x017F22E279B0 * 1ms}, 0xCC3, 0x18C4DC0C0C07398F);
  EXPECT_EQ(sinew::to_string(id), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

TEST(uuid, version_7_sorts_by_time_whatever_chance_says) {
  const sinew::timestamp now{1'764'000'000s};
  EXPECT_LT(uuid_v7(now, all_ones, all_ones), uuid_v7(now + 1ms, 0, 0));
  EXPECT_LT(sinew::to_string(uuid_v7(now, all_ones, all_ones)), sinew::to_string(uuid_v7(now + 1ms, 0, 0)));
}

TEST(uuid, version_and_variant_are_marked_whatever_chance_says) {
  EXPECT_TRUE(rc::check("marks", [](std::uint64_t high, std::uint64_t low, std::uint32_t seconds) {
    const auto born = uuid_v7(sinew::timestamp{std::chrono::seconds{seconds}}, high, low);
    const auto derived = sinew::derived_uuid({high, low}, "0");
    RC_ASSERT(sinew::to_string(born)[14] == '7');
    RC_ASSERT(sinew::to_string(derived)[14] == '8');
    RC_ASSERT(born.low >> 62 == 2U);
    RC_ASSERT(derived.low >> 62 == 2U);
  }));
}

TEST(uuid, text_and_value_are_the_same) {
  EXPECT_TRUE(rc::check("round trip", [](std::uint64_t high, std::uint64_t low) {
    const uuid id{high, low};
    const auto text = sinew::to_string(id);
    RC_ASSERT(text.size() == 36U);
    RC_ASSERT(parse_uuid(text) == id);
  }));
}

TEST(uuid, garbage_is_refused) {
  const std::string good = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
  ASSERT_TRUE(parse_uuid(good));
  for (const auto* text : {"", "017f22e2", "017f22e279b07cc398c4dc0c0c07398f", "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}",
                           "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
                           "g17f22e2-79b0-7cc3-98c4-dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398 ",
                           "017f22e2-79b0-7cc3--8c4-dc0c0c07398f", "+17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
                           "0x7f22e2-79b0-7cc3-98c4-dc0c0c07398f", "017f22e2x79b0-7cc3-98c4-dc0c0c07398f"}) {
    const auto parsed = parse_uuid(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, sinew::errc::invalid_input);
  }
}

TEST(uuid, no_text_crashes_the_parser) {
  EXPECT_TRUE(rc::check("any text", [](const std::string& text) { (void)parse_uuid(text); }));
}

TEST(uuid, a_derived_id_is_the_same_each_time_and_another_for_each_name_and_origin) {
  const uuid from{1, 2};
  EXPECT_EQ(sinew::derived_uuid(from, "reserve"), sinew::derived_uuid(from, "reserve"));
  std::set<uuid> all;
  for (const auto& origin : {uuid{1, 2}, uuid{2, 1}, uuid{1, 3}, uuid{}})
    for (const auto* name : {"", "0", "1", "reserve", "release"})
      all.insert(sinew::derived_uuid(origin, name));
  EXPECT_EQ(all.size(), 20U);
  EXPECT_FALSE(all.contains(uuid{}));
}

TEST(uuid, all_zero_means_none) {
  EXPECT_TRUE(uuid{}.is_nil());
  EXPECT_FALSE((uuid{0, 1}).is_nil());
}

} // namespace
