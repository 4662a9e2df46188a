// SPDX-License-Identifier: Apache-2.0
#include "services/customer/customer.hpp"

#include "tests/support/given.hpp"

#include <gtest/gtest.h>

namespace shop {
namespace {

using sinew::testing::given;

const customer::sign_up sign_up{"Ada", "ada@example.test"};
const customer::created created{"Ada", "ada@example.test"};
const customer::email_changed moved{"ada@example.org"};

TEST(customer, is_registered_with_a_name_and_an_address) {
  given<customer>().when(sign_up).then(created);
  const auto after = given<customer>(created).state();
  EXPECT_EQ(after.at, customer::stage::registered);
  EXPECT_EQ(after.name, "Ada");
  EXPECT_EQ(after.email, "ada@example.test");
}

TEST(customer, is_registered_once) {
  given<customer>(created).when(sign_up).refused(customer::refusal::already_registered);
  given<customer>(created)
      .when(customer::sign_up{"Bob", "bob@example.test"})
      .refused(customer::refusal::already_registered);
}

TEST(customer, gets_letters_at_the_newest_address) {
  given<customer>(created).when(customer::change_email{"ada@example.org"}).then(moved);
  EXPECT_EQ(given<customer>(created, moved).state().email, "ada@example.org");
  EXPECT_EQ(given<customer>(created, moved).state().name, "Ada");
  given<customer>(created, moved).when(customer::change_email{"ada@example.org"}).then_nothing();
}

TEST(customer, is_closed_once_and_for_ever) {
  const customer::closed closed{};
  given<customer>(created).when(customer::close{}).then(closed);
  given<customer>(created, closed).when(customer::close{}).then_nothing();
  given<customer>(created, closed).when(sign_up).refused(customer::refusal::already_closed);
  given<customer>(created, closed).when(customer::change_email{"a@b"}).refused(customer::refusal::already_closed);
}

TEST(customer, that_nobody_knows_has_nothing_to_change_or_close) {
  given<customer>().when(customer::change_email{"a@b"}).refused(customer::refusal::not_registered);
  given<customer>().when(customer::close{}).refused(customer::refusal::not_registered);
}

} // namespace
} // namespace shop
