// SPDX-License-Identifier: Apache-2.0
#include "tools/cloud_event.hpp"

#include "bridge/subjects.hpp"
#include "tests/unit/tools/shop_catalog.hpp"

#include <gmock/gmock.h>

namespace sinew {
namespace {

using testing::HasSubstr;

class cloud_event_form : public testing::Test {
 protected:
  catalog known = test::shop_catalog();
  aggregate_key key{"stock", "SKU-1"};
  message received = test::stored_event(known, key, "received", "StockReceived", {{"quantity", 7}}, "SKU-1", 3);
};

TEST_F(cloud_event_form, carries_the_attributes_of_the_standard_and_ours) {
  const auto events = cloud_events(known, subject::event(key, "received"), received.raw(), 42);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(one_line(events[0]),
            R"({"specversion":"1.0","id":"00000000-0000-0001-0000-000000000003","source":"/sinew/inventory",)"
            R"("type":"stock.received","subject":"SKU-1","time":"2023-11-14T22:13:20.250Z",)"
            R"("datacontenttype":"application/json","version":3,"position":42,"correlationid":"SKU-1",)"
            R"("causationid":"00000000-0000-0002-0000-000000000002","actor":"test","data":{"quantity":7}})");
}

TEST_F(cloud_event_form, shows_random_bytes_as_undecodable) {
  const auto events = cloud_events(known, "evt.stock.1.x.received", as_bytes("\x01\x02 junk"));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].at("undecodable"), true);
  EXPECT_EQ(events[0].at("size"), 7);
  EXPECT_EQ(events[0].at("head_hex"), "0102206a756e6b");
}

TEST_F(cloud_event_form, believes_no_subject_that_contradicts_its_envelope) {
  const auto events = cloud_events(known, subject::event({"stock", "SKU-2"}, "received"), received.raw());
  EXPECT_THAT(events.at(0).at("reason").get<std::string>(), HasSubstr("not what the subject says"));
}

TEST_F(cloud_event_form, survives_every_truncation_and_flipped_byte) {
  const auto whole = copy_of(received.raw());
  for (std::size_t i = 0; i < whole.size(); ++i) {
    EXPECT_FALSE(cloud_events(known, "", bytes_view{whole}.first(i)).empty());
    auto damaged = whole;
    damaged[i] ^= std::byte{0xff};
    for (const auto& event : cloud_events(known, "", damaged))
      EXPECT_FALSE(one_line(event).empty());
  }
}

TEST_F(cloud_event_form, knows_no_event_of_a_service_that_never_registered) {
  EXPECT_TRUE(cloud_events(catalog{}, "", received.raw()).at(0).contains("undecodable"));
}

} // namespace
} // namespace sinew
