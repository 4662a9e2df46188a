// SPDX-License-Identifier: Apache-2.0
#include "services/catalog/catalog_codec.hpp"

#include "services/catalog/catalog_service.hpp"
#include "services/vocabulary_codec.hpp"
#include "tests/support/through_bytes.hpp"

#include <gtest/gtest.h>

namespace shop {
namespace {

using sinew::testing::comes_back;
using sinew::testing::fault_of;

const sinew::command_context here{"SKU-1", {}};
const money ten{1000, currency::gbp};

TEST(catalog_codec, brings_every_command_back_from_bytes) {
  comes_back(product::list{"Ink", "Dries slowly.", ten}, here);
  comes_back(product::list{"Ink", "", {0, currency::eur}}, here);
  comes_back(product::reprice{ten}, here);
  comes_back(product::withdraw{}, here);
  comes_back(product::quote{{"c-1"}, 18'446'744'073'709'551'615U, most_pieces}, here);
}

TEST(catalog_codec, brings_every_event_back_from_bytes) {
  comes_back(product::listed{"Ink", "Dries slowly.", ten});
  comes_back(product::repriced{ten});
  comes_back(product::withdrawn{});
  comes_back(product::quoted{{"c-1"}, 7, 3, ten});
  comes_back(product::quote_refused{{"c-1"}, 7, "withdrawn"});
}

TEST(catalog_codec, brings_the_state_back_from_bytes) {
  comes_back(product::state{});
  comes_back(product::state{product::stage::withdrawn, "Ink", "Dries slowly.", ten});
}

TEST(catalog_codec, says_which_field_of_a_command_is_wrong) {
  EXPECT_EQ(fault_of(product::list{"", "", ten}, here), "name is missing");
  EXPECT_EQ(fault_of(product::list{"In\nk", "", ten}, here), "name must be UTF-8 without control characters");
  EXPECT_EQ(fault_of(product::list{std::string(201, 'x'), "", ten}, here), "name must have at most 200 bytes, not 201");
  EXPECT_EQ(fault_of(product::list{"Ink", std::string(2'001, 'x'), ten}, here),
            "description must have at most 2000 bytes, not 2001");
  EXPECT_EQ(fault_of(product::list{"Ink", "", {-1, currency::eur}}, here),
            "price.units must be 0 to 1000000000000, not -1");
  EXPECT_EQ(fault_of(product::reprice{{highest_price + 1, currency::eur}}, here),
            "price.units must be 0 to 1000000000000, not 1000000000001");
  EXPECT_EQ(fault_of(product::quote{{"c 1"}, 1, 1}, here), "cart must be 1 to 64 letters, digits, '_' or '-'");
  EXPECT_EQ(fault_of(product::quote{{"c-1"}, 1, 0}, here), "quantity must be 1 to 1000000, not 0");
}

TEST(catalog_codec, does_not_take_a_listing_without_a_price_for_one_that_is_free) {
  flatbuffers::FlatBufferBuilder b;
  b.Finish(wire::CreateProductListDirect(b, "Ink"));
  const auto read =
      sinew::codec<product::list>::read(*flatbuffers::GetRoot<wire::ProductList>(b.GetBufferPointer()), here);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().what, "price is missing");
}

TEST(catalog_service, has_a_table_in_its_schema_for_everything) {
  sinew::testing::expect_a_table_for_everything(catalog_service());
}

} // namespace
} // namespace shop
