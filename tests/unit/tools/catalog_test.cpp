// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/tools/shop_catalog.hpp"
#include "tools/client/registry_reading.hpp"
#include "tools/nearest.hpp"

#include <gmock/gmock.h>

namespace sinew {
namespace {

using testing::HasSubstr;

TEST(a_catalog, knows_who_owns_an_aggregate) {
  const auto known = test::shop_catalog();
  EXPECT_EQ((*known.need("stock"))->name, "inventory");
  EXPECT_THAT(known.need("stok").error().what, HasSubstr("did you mean 'stock'?"));
  EXPECT_THAT(known.need("zzzzzzzzz").error().what, HasSubstr("there are order, stock, reservation"));
}

TEST(a_catalog, tells_which_services_there_are_to_who_asks_for_another) {
  const auto known = test::shop_catalog();
  EXPECT_EQ((*known.need_service("inventory"))->name, "inventory");
  const auto refused = known.need_service("inventry");
  EXPECT_EQ(refused.error().code, errc::not_found);
  EXPECT_THAT(refused.error().what,
              testing::AllOf(HasSubstr("'inventry'"), HasSubstr("order"), HasSubstr("did you mean 'inventory'?")));
}

TEST(a_catalog, is_read_from_the_registry_whatever_else_stands_there) {
  const auto text = [](std::string_view t) { return copy_of(as_bytes(t)); };
  const auto known = catalog_of({
      {"durability", text("file")},
      {"service.good", text(R"({"service":"good","stream":"EVT_GOOD","aggregates":[],"reactions":[]})")},
      {"service.half", text(R"({"service":"half"})")},
      {"service.junk", text("}{")},
      {"service.evil", text(R"({"service":"a.*","stream":"S","aggregates":[],"reactions":[]})")},
      {"service.odd",
       text(
           R"({"service":"odd","stream":"S","aggregates":[{"name":"a b","commands":[],"events":[]}],"reactions":[]})")},
      {"service.sly",
       text(
           R"({"service":"sly","stream":"S","aggregates":[{"name":"a","commands":["b.>"],"events":[]}],"reactions":[]})")},
      {"schema.good", text("no schema")},
  });
  ASSERT_EQ(known.services().size(), 1U);
  EXPECT_EQ(known.services()[0].name, "good");
  EXPECT_FALSE(known.services()[0].schema);
}

TEST(the_nearest_word, is_offered_only_when_it_is_near) {
  EXPECT_EQ(nearest("sned", {"send", "saga", "state"}), "send");
  EXPECT_EQ(nearest("xyz", {"send", "saga", "state"}), "");
  EXPECT_EQ(nearest(std::string(10'000, 'a'), {"send"}), "");
}

} // namespace
} // namespace sinew
