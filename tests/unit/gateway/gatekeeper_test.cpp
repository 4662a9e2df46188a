// SPDX-License-Identifier: Apache-2.0
#include "gateway/identity/gatekeeper.hpp"

#include "tests/unit/gateway/test_issuer.hpp"
#include "tools/token/development_token.hpp"

#include <gtest/gtest.h>

namespace sinew::gateway {

namespace {

using namespace std::chrono_literals;

/// A gateway's door, with a development key beside it.
class gatekeeper_test : public testing::Test {
 protected:
  void open(rate_limit::bounds rate = {}) {
    auto opened = gatekeeper::open(
        {.jwks = keys_.path().string(),
         .rules = {.issuer = std::string{development_issuer}, .audience = std::string{development_audience}},
         .rate = rate});
    ASSERT_TRUE(opened) << opened.error().what;
    gate_.emplace(std::move(*opened));
  }

  auto token(std::vector<std::string> roles, std::string subject = "c-1") -> std::string {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    return "Bearer " + write_token(key_, {.subject = std::move(subject), .roles = std::move(roles)}, now);
  }

  static auto asked(const std::string& authorization, std::string peer = "192.0.2.1") -> call {
    http_request request{
        .method = "GET", .path = "/x/c-1", .query = {}, .headers = {}, .body = {}, .peer = std::move(peer)};
    if (!authorization.empty())
      request.headers.push_back({"Authorization", authorization});
    return {.request = std::make_shared<const http_request>(std::move(request)), .path = {{"id", "c-1"}}};
  }

  /// 200: they may.
  auto status(const route& row, const std::string& authorization, const std::string& peer = "192.0.2.1") -> unsigned {
    auto made = asked(authorization, peer);
    const auto no = gate_->admit(row, made);
    return no ? no->status : 200;
  }

  development_key key_ = made_key();
  test_key_file keys_{nlohmann::ordered_json::parse(key_.key_set()).at("keys")};
  std::optional<gatekeeper> gate_;

 private:
  static auto made_key() -> development_key {
    auto pattern = (std::filesystem::temp_directory_path() / "sinew-gate-XXXXXX").string();
    const std::filesystem::path folder = mkdtemp(pattern.data());
    auto key = development_key::keep(folder / "key.pem").value();
    std::filesystem::remove_all(folder);
    return key;
  }
};

auto row(access needs, std::string_view owner = {}) -> route {
  return {"GET", "/x/{id}", nullptr, needs, owner};
}

} // namespace

TEST_F(gatekeeper_test, lets_each_role_in_where_it_belongs) {
  open();
  struct line {
    std::string who;
    unsigned anybody, signed_in, staff, operators;
  };
  for (const auto& [who, anybody, signed_in, staff, operators] :
       {line{"", 200, 401, 401, 401}, line{token({}), 200, 403, 403, 403}, line{token({"king"}), 200, 403, 403, 403},
        line{token({"customer"}), 200, 200, 403, 403}, line{token({"clerk"}), 200, 200, 200, 403},
        line{token({"operator"}), 200, 200, 200, 200}, line{"Bearer x.y.z", 401, 401, 401, 401}}) {
    EXPECT_EQ(status(row(access::anybody), who), anybody) << who;
    EXPECT_EQ(status(row(access::signed_in), who), signed_in) << who;
    EXPECT_EQ(status(row(access::staff), who), staff) << who;
    EXPECT_EQ(status(row(access::operators), who), operators) << who;
  }
}

TEST_F(gatekeeper_test, needs_somebody_signed_in_where_a_row_says_nothing) {
  open();
  EXPECT_EQ(status({"GET", "/x/{id}", nullptr}, ""), 401U);
  EXPECT_EQ(status({"GET", "/x/{id}", nullptr}, token({"customer"}, "c-2")), 200U);
}

TEST_F(gatekeeper_test, hides_what_belongs_to_another_customer) {
  open();
  const auto owned = row(access::signed_in, "id");
  EXPECT_EQ(status(owned, token({"customer"}, "c-1")), 200U);
  EXPECT_EQ(status(owned, token({"customer"}, "c-2")), 404U);
  EXPECT_EQ(status(owned, token({"clerk"}, "bob")), 200U);
  EXPECT_EQ(status(owned, token({"clerk"}, "c-2")), 200U);
  EXPECT_EQ(status(owned, token({}, "c-1")), 403U) << "no customer, though of that name";
  EXPECT_EQ(status(owned, ""), 401U);
}

TEST_F(gatekeeper_test, writes_down_who_asks) {
  open();
  auto made = asked(token({"customer"}));
  ASSERT_FALSE(gate_->admit(row(access::signed_in), made));
  EXPECT_EQ(made.caller, "c-1");
  EXPECT_EQ(made.who.subject, "c-1");
  auto nobody = asked("");
  ASSERT_FALSE(gate_->admit(row(access::anybody), nobody));
  EXPECT_EQ(nobody.caller, "anonymous");
  EXPECT_FALSE(nobody.who.is_signed_in);
}

TEST_F(gatekeeper_test, says_how_to_come_in) {
  open();
  const auto challenge = [this](access needs, const std::string& authorization) {
    auto made = asked(authorization);
    const auto no = gate_->admit(row(needs), made);
    return no ? std::string{find_header(no->headers, "WWW-Authenticate")} : "none";
  };
  EXPECT_EQ(challenge(access::staff, ""), R"(Bearer realm="sinew")");
  EXPECT_EQ(challenge(access::staff, "Basic YTpi"), R"(Bearer realm="sinew")");
  EXPECT_EQ(challenge(access::staff, token({"customer"})), R"(Bearer realm="sinew", error="insufficient_scope")");
  const auto twice = token({"clerk"}) + ", " + token({"clerk"}); // as two headers of that name are read
  for (const auto& bad : {std::string{"Bearer"}, std::string{"Bearer "}, std::string{"Bearer x"}, twice})
    EXPECT_TRUE(challenge(access::staff, bad).starts_with(R"(Bearer realm="sinew", error="invalid_token", error_desc)"))
        << bad;
}

TEST_F(gatekeeper_test, counts_by_subject_or_else_by_address) {
  open({.per_second = 0.001, .burst = 2});
  const auto one = row(access::anybody);
  const auto statuses = [&](const std::string& who, const std::string& peer) {
    return std::array{status(one, who, peer), status(one, who, peer), status(one, who, peer)};
  };
  const std::array<unsigned, 3> counted{200, 200, 429};
  EXPECT_EQ(statuses("", "192.0.2.1"), counted);
  EXPECT_EQ(statuses("", "192.0.2.2"), counted);
  EXPECT_EQ(statuses(token({"customer"}), "192.0.2.1"), counted);
  EXPECT_EQ(status(one, token({"customer"}), "192.0.2.9"), 429U) << "from wherever they ask";
  EXPECT_EQ(statuses("Bearer x", "192.0.2.3"), (std::array<unsigned, 3>{401, 401, 429})) << "guessing is bounded, too";
  auto probe = one;
  probe.is_metered = false;
  EXPECT_EQ(status(probe, "", "192.0.2.1"), 200U);
}

TEST_F(gatekeeper_test, opens_for_everybody_only_when_told_so) {
  EXPECT_FALSE(gatekeeper::open({}));
  EXPECT_FALSE(gatekeeper::open({.jwks = keys_.path().string(), .rules = {.issuer = "a"}}));
  EXPECT_FALSE(gatekeeper::open({.jwks = keys_.path().string(), .rules = {.audience = "a"}}));
  EXPECT_FALSE(gatekeeper::open({.jwks = "/no/such/file", .rules = test_rules}));
  EXPECT_FALSE(gatekeeper::open({.jwks = keys_.path().string(), .rules = test_rules, .anyone = true}));
  auto opened = gatekeeper::open({.anyone = true});
  ASSERT_TRUE(opened);
  auto made = asked("Bearer whatever");
  EXPECT_FALSE(opened->admit(row(access::operators), made));
  EXPECT_EQ(made.caller, "anonymous");
}

} // namespace sinew::gateway
