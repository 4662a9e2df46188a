// SPDX-License-Identifier: Apache-2.0
#include "bench/target/prepared_commands.hpp"

#include "bridge/subjects.hpp"
#include "tests/unit/tools/shop_catalog.hpp"

#include <gmock/gmock.h>

#include <set>

namespace sinew::bench {
namespace {

using testing::HasSubstr;

class commands_of_the_users_own : public testing::Test {
 protected:
  auto make(const std::string& id, const std::string& fields, std::uint64_t operations = 100)
      -> result<std::unique_ptr<prepared_commands>> {
    load what;
    what.own = {"stock", "receive", id, fields, operations};
    what.time_hops = time_hops;
    return prepared_commands::make(*with, **known.need("stock"), what, says);
  }
  auto fault_of(const std::string& id, const std::string& fields) -> std::string {
    const auto made = make(id, fields);
    EXPECT_FALSE(made);
    return made ? "" : made.error().what;
  }
  auto sent(prepared_commands& from) -> message {
    const auto [subject, body] = from.next();
    auto read = message::verify(body);
    EXPECT_TRUE(read);
    EXPECT_EQ(subject, subject::command(read->key(), "receive"));
    return read.value();
  }
  auto quantity_of(const message& command) -> std::uint32_t {
    return known.decode("stock", "receive", command.payload())->at("quantity").get<std::uint32_t>();
  }

  bool time_hops = false;
  catalog known = test::shop_catalog();
  std::unique_ptr<client> with = client::offline();
  terminal says{color_choice::never};
};

TEST_F(commands_of_the_users_own, are_filled_from_their_templates) {
  const auto from = make("SKU-{{n}}", R"({"quantity":{{int 5 9}}})").value();
  for (int i = 1; i <= 50; ++i) {
    const auto command = sent(*from);
    EXPECT_EQ(command.aggregate_id(), fmt::format("SKU-{}", i));
    EXPECT_EQ(command.correlation(), command.aggregate_id());
    EXPECT_GE(quantity_of(command), 5U);
    EXPECT_LE(quantity_of(command), 9U);
  }
}

TEST_F(commands_of_the_users_own, are_each_one_of_its_own_when_their_messages_are_used_again) {
  const auto from = make("SKU-{{n}}", R"({"quantity":{{n}}})", 10).value();
  std::set<uuid> ids;
  for (int i = 0; i < 30; ++i) {
    const auto command = sent(*from);
    EXPECT_EQ(quantity_of(command), static_cast<std::uint32_t>(i % 10 + 1));
    EXPECT_EQ(command.aggregate_id(), fmt::format("SKU-{}", i + 1));
    ids.insert(command.id());
  }
  EXPECT_EQ(ids.size(), 30U);
}

TEST_F(commands_of_the_users_own, keep_an_id_that_is_in_their_fields) {
  const auto from = make("SKU-{{many = int 1 1000}}", R"({"quantity":{{many}}})", 10).value();
  for (int i = 0; i < 30; ++i) {
    const auto command = sent(*from);
    EXPECT_EQ(command.aggregate_id(), fmt::format("SKU-{}", quantity_of(command)));
  }
}

TEST_F(commands_of_the_users_own, ask_for_the_times_of_their_steps_only_when_told_to) {
  EXPECT_FALSE(sent(*make("SKU-1", R"({"quantity":1})").value()).time_hops());
  time_hops = true;
  EXPECT_TRUE(sent(*make("SKU-1", R"({"quantity":1})").value()).time_hops());
}

TEST_F(commands_of_the_users_own, are_as_many_as_are_kept_when_nobody_knows_how_many_are_needed) {
  EXPECT_THAT(make("SKU-1", R"({"quantity":1})", 0).value()->about(), HasSubstr("16,384 messages"));
  EXPECT_THAT(make("SKU-1", R"({"quantity":1})", 7).value()->about(), HasSubstr("7 messages"));
}

TEST_F(commands_of_the_users_own, are_checked_before_anything_is_sent) {
  constexpr auto good = R"({"quantity":1})";
  EXPECT_THAT(fault_of("SKU-{{in 1 5}}", good), HasSubstr("--id: column 5"));
  EXPECT_THAT(fault_of("SKU {{int 1 5}}", good), HasSubstr("--id: "));
  EXPECT_THAT(fault_of("{{pick a|b|c.d}}", good), HasSubstr("c.d"));
  EXPECT_THAT(fault_of("SKU-{{text 64}}", good), HasSubstr("can become 68 characters long"));
  EXPECT_THAT(fault_of("SKU-1", R"({"quantity":"{{text 4}}"})"), HasSubstr("--data: quantity"));
  EXPECT_THAT(fault_of("SKU-1", R"({"quantty":{{int 1 5}}})"), HasSubstr("quantty"));
  EXPECT_THAT(fault_of("SKU-1", R"({"quantity":{{int 1 5}})"), HasSubstr(R"(it was {"quantity":)"));
}

} // namespace
} // namespace sinew::bench
