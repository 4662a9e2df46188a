// SPDX-License-Identifier: Apache-2.0
#include "services/notification/notification_reactions.hpp"

#include "schemas/order_generated.h"
#include "services/notification/notification_codec.hpp"
#include "services/notification/notification_service.hpp"
#include "services/vocabulary_codec.hpp"
#include "tests/support/reactions.hpp"
#include "tests/support/through_bytes.hpp"

#include <gtest/gtest.h>

namespace shop {
namespace {

using sinew::testing::commands_for;
using sinew::testing::table_bytes;

class scripted_mail final : public mail {
 public:
  sinew::result<void> to_send;
  std::vector<letter> sent;

  void send(letter what, sinew::completion<void> done) override {
    sent.push_back(std::move(what));
    done(to_send);
  }
};

class notification_reactions_test : public ::testing::Test {
 protected:
  auto told_after(std::string_view event, const sinew::bytes& payload) -> notification::notify {
    const auto commands = commands_for(rows, {"order", "o-1"}, event, payload);
    EXPECT_EQ(commands.size(), 1U);
    const auto& one = commands.at(0);
    EXPECT_EQ(one.to, (sinew::aggregate_key{"notification", "o-1"}));
    return std::get<notification::notify>(
        sinew::decode_command<notification>(one.command.type, one.command.payload, {"o-1", {}}).value());
  }

  scripted_mail post;
  std::vector<sinew::reaction> rows = notification_reactions(post);
};

TEST_F(notification_reactions_test, tells_of_a_confirmed_order) {
  const auto told = told_after("confirmed", table_bytes([](auto& b) {
                                 const auto total = to_wire(money{2400, currency::eur});
                                 return wire::CreateOrderConfirmedDirect(b, "c-1", &total);
                               }));
  EXPECT_EQ(told.ended, notification::outcome::confirmed);
  EXPECT_EQ(told.total, (money{2400, currency::eur}));
  EXPECT_EQ(told.customer.text, "c-1");
}

TEST_F(notification_reactions_test, tells_of_a_cancelled_order) {
  const auto told = told_after(
      "cancelled", table_bytes([](auto& b) { return wire::CreateOrderCancelledDirect(b, "c-1", "card_declined"); }));
  EXPECT_EQ(told.ended, notification::outcome::cancelled);
  EXPECT_EQ(told.code, "card_declined");
}

TEST_F(notification_reactions_test, mails_what_is_requested_and_notes_it) {
  const auto payload = sinew::encode(notification::requested{"c-1@example.test", "Hello", "Dear customer\n"});
  for (const auto& row : rows)
    if (row.effect)
      row.effect(sinew::testing::seen({"notification", "o-1"}, "requested", payload),
                 [](const sinew::reaction_result& got) { EXPECT_EQ(got.value().at(0).command.type, "note_sent"); });
  ASSERT_EQ(post.sent.size(), 1U);
  EXPECT_EQ(post.sent[0].id, "o-1");
  EXPECT_EQ(post.sent[0].recipient, "c-1@example.test");
}

TEST_F(notification_reactions_test, has_a_table_in_its_schema_for_everything) {
  sinew::testing::expect_a_table_for_everything(notification_service(post));
}

} // namespace
} // namespace shop
