// SPDX-License-Identifier: Apache-2.0
#include "bench/target/email_changes.hpp"

#include "bridge/subjects.hpp"
#include "schemas/customer_bfbs.hpp"
#include "tests/unit/tools/shop_catalog.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <set>

namespace sinew::bench {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

auto customers() -> catalog {
  auto card = parse_service_card(R"({"service":"customer","stream":"EVT_CUSTOMER","schema":"0",
    "aggregates":[{"name":"customer","commands":["register","change_email","close"],
                   "events":["created","email_changed","closed"]}],"reactions":[]})")
                  .value();
  card.schema = test::book_of(embedded::customer_bfbs);
  catalog known;
  known.add(std::move(card));
  return known;
}

class email_changes_test : public testing::Test {
 protected:
  auto email_in(const message& command) -> std::string {
    return known.decode("customer", "change_email", command.payload())->at("email").get<std::string>();
  }

  catalog known = customers();
  std::unique_ptr<client> with = client::offline();
  load what{.aggregates = 10};
};

TEST_F(email_changes_test, are_commands_of_which_none_is_like_another) {
  email_commands commands{email_command(*with, **known.need("customer"), what).value(), what};
  std::set<std::string> emails;
  std::set<uuid> ids;
  for (int i = 0; i < 30; ++i) {
    const auto [subject, body] = commands.next();
    const auto read = message::verify(body);
    ASSERT_TRUE(read);
    EXPECT_EQ(subject, subject::command(read->key(), "change_email"));
    EXPECT_THAT(std::string{read->aggregate_id()}, StartsWith("bench-customer-000000"));
    emails.insert(email_in(*read));
    ids.insert(read->id());
  }
  EXPECT_EQ(emails.size(), 30U);
  EXPECT_EQ(ids.size(), 30U);
}

TEST_F(email_changes_test, are_requests_with_the_same_bodies) {
  const auto to = server_address::of({"127.0.0.1", "8080", ""}).value();
  email_requests requests{to, "secret", what};
  std::set<std::string> emails;
  for (int i = 0; i < 30; ++i) {
    const auto text = requests.next();
    EXPECT_THAT(std::string{text}, StartsWith("PUT /v1/customers/bench-customer-000000"));
    EXPECT_THAT(std::string{text},
                HasSubstr("/email HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAuthorization: Bearer secret\r\n"));
    const auto body = text.substr(text.find("\r\n\r\n") + 4);
    EXPECT_THAT(std::string{text}, HasSubstr(fmt::format("Content-Length: {}\r\n", body.size())));
    emails.insert(nlohmann::json::parse(body).at("email").get<std::string>());
  }
  EXPECT_EQ(emails.size(), 30U);
  EXPECT_THAT(*emails.begin(), testing::MatchesRegex("bench-[0-9a-f]{16}@shop\\.example"));
}

TEST_F(email_changes_test, are_of_that_customer_who_is_asked_for) {
  email_requests requests{server_address::of({"127.0.0.1", "8080", ""}).value(), "", what};
  for (int i = 0; i < 3; ++i) {
    (void)requests.next();
    EXPECT_THAT(std::string{requests.of(7)}, StartsWith("PUT /v1/customers/bench-customer-0000007/email HTTP/1.1\r\n"));
  }
}

TEST_F(email_changes_test, ask_for_their_times_when_they_are_to_tell_them) {
  what.time_hops = true;
  const auto to = server_address::of({"::1", "80", ""}).value();
  EXPECT_THAT(std::string{email_requests(to, "", what).next()},
              HasSubstr("Host: [::1]:80\r\nSinew-Time-Hops: 1\r\nContent"));
  EXPECT_TRUE(email_command(*with, **known.need("customer"), what)->time_hops());
}

} // namespace
} // namespace sinew::bench
