// SPDX-License-Identifier: Apache-2.0
#include "gateway/customer_resource.hpp"
#include "gateway/product_resource.hpp"

#include <gtest/gtest.h>

namespace sinew::gateway {

namespace {

auto refused(std::string word) -> receipt {
  return {.outcome = wire::Outcome::refused, .reason = std::move(word)};
}

auto draft_of(std::string id) -> command_draft {
  return {.made = {.request = std::make_shared<http_request>(), .path = {}}, .id = std::move(id)};
}

auto product_in(std::string_view stage) -> ordered_json {
  return {{"id", "SKU-1"}, {"version", 1}, {"position", 1}, {"state", {{"stage", stage}}}};
}

} // namespace

TEST(resource, tells_a_refusal_by_the_word_of_its_table) {
  const auto customers = customer_resource();
  const auto draft = draft_of("c-1");
  const auto gone = refusal_of(customers, draft, false, refused("not_registered"));
  EXPECT_EQ(gone.status, 404U);
  EXPECT_EQ(gone.code, "not_found");
  EXPECT_EQ(gone.detail, "there is no customer 'c-1'");
  const auto closed = refusal_of(customers, draft, false, refused("already_closed"));
  EXPECT_EQ(closed.status, 409U);
  EXPECT_EQ(closed.code, "already_closed");
}

TEST(resource, takes_what_is_there_already_for_a_key_that_was_used_where_the_id_is_of_the_key) {
  const auto customers = customer_resource();
  const auto draft = draft_of("c-1");
  EXPECT_EQ(refusal_of(customers, draft, true, refused("already_registered")).code, "idempotency_key_reused");
  EXPECT_EQ(refusal_of(customers, draft, false, refused("already_registered")).code, "already_registered");
  EXPECT_EQ(refusal_of(customers, draft, false, refused("already_registered")).status, 409U);
}

TEST(resource, tells_a_word_that_it_does_not_know_as_it_is) {
  const auto told = refusal_of(customer_resource(), draft_of("c-1"), false, refused("on_holiday"));
  EXPECT_EQ(told.status, 409U);
  EXPECT_EQ(told.code, "on_holiday");
}

TEST(resource, is_not_there_before_it_was_made) {
  const auto products = product_resource();
  EXPECT_TRUE(shown(products, product_in("unknown")).is_null());
  EXPECT_EQ(shown(products, product_in("withdrawn")).at("stage"), "withdrawn");
}

} // namespace sinew::gateway
