// SPDX-License-Identifier: Apache-2.0
#include "gateway/identity/key_set.hpp"

#include "tests/unit/gateway/test_issuer.hpp"

#include <gtest/gtest.h>

namespace sinew::gateway {

namespace {

using nlohmann::ordered_json;

auto parse(const ordered_json& keys) -> result<key_set> {
  return key_set::parse(ordered_json{{"keys", keys}}.dump());
}

/// What is wrong with a set of that key alone; empty: nothing.
auto fault_of(const ordered_json& key) -> std::string {
  const auto read = parse(ordered_json::array({key}));
  return read ? "" : read.error().what;
}

auto changed(ordered_json key, const char* name, const ordered_json& value) -> ordered_json {
  key[name] = value;
  return key;
}

} // namespace

TEST(key_set, takes_the_examples_of_the_rfcs) {
  // RFC 7517, A.1 and RFC 8037, A.2.
  const ordered_json p256{{"kty", "EC"},
                          {"crv", "P-256"},
                          {"x", "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4"},
                          {"y", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"},
                          {"kid", "1"}};
  const ordered_json ed25519{
      {"kty", "OKP"}, {"crv", "Ed25519"}, {"x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}, {"kid", "2"}};
  const auto read = parse({p256, ed25519});
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->find("1")->algorithm(), signature_algorithm::es256);
  EXPECT_EQ(read->find("2")->algorithm(), signature_algorithm::eddsa);
  EXPECT_EQ(read->find("3"), nullptr);
}

TEST(key_set, leaves_out_keys_that_are_for_something_else) {
  const auto good = test_issuer{"ED25519"}.jwk();
  const auto other = changed(good, "kid", "other");
  const ordered_json p384 = test_issuer{"P-384", "p384"}.jwk();
  const ordered_json unknown{{"kty", "new"}, {"kid", "new"}};
  const auto read = parse({good, changed(other, "use", "enc"), changed(other, "alg", "ES256"),
                           changed(other, "key_ops", ordered_json::array({"sign"})), p384, unknown});
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->size(), 1U);
  EXPECT_NE(fault_of(unknown), "") << "none is left";
}

TEST(key_set, wants_rsa_keys_to_be_long_enough_and_sound) {
  EXPECT_EQ(fault_of(test_issuer{"RSA"}.jwk()), "");
  EXPECT_EQ(fault_of(test_issuer{"RSA", "short", 1024}.jwk()), "key 'short' has 1024 bits; 2048 to 8192 are taken");
  const auto good = test_issuer{"RSA"}.jwk();
  for (const auto* exponent : {"AQ", "Aw", "AQAA", "", "AQAB=", "____________"}) // 1, 3, even, none, padded, 72 bits
    EXPECT_NE(fault_of(changed(good, "e", exponent)), "") << exponent;
  EXPECT_NE(fault_of(changed(good, "n", std::string(1400, '_'))), "") << "10500 bits";
}

TEST(key_set, wants_points_to_lie_on_their_curve) {
  const auto good = test_issuer{"P-256"}.jwk();
  EXPECT_EQ(fault_of(good), "");
  EXPECT_NE(fault_of(changed(good, "y", good["x"])), "");
  EXPECT_NE(fault_of(changed(good, "x", std::string(43, 'A'))), "");
  EXPECT_NE(fault_of(changed(good, "x", "AAAA")), "") << "too short";
  EXPECT_NE(fault_of(changed(test_issuer{"ED25519"}.jwk(), "x", "AAAA")), "") << "too short";
}

TEST(key_set, refuses_private_and_shared_keys_and_such_without_a_name_of_their_own) {
  const auto good = test_issuer{"ED25519"}.jwk();
  EXPECT_NE(fault_of(changed(good, "d", "AAAA")), "");
  EXPECT_NE(fault_of({{"kty", "oct"}, {"kid", "s"}, {"k", "c2VjcmV0"}}), "");
  EXPECT_NE(fault_of(changed(good, "kid", "")), "");
  EXPECT_NE(fault_of(changed(good, "kid", 7)), "");
  EXPECT_FALSE(parse({good, good}));
}

TEST(key_set, is_no_other_json) {
  for (const auto* text :
       {"", "{", "[]", "{}", R"({"keys":{}})", R"({"keys":[]})", R"({"keys":[7]})", R"({"keys":[],"keys":[]})"})
    EXPECT_FALSE(key_set::parse(text)) << text;
}

} // namespace sinew::gateway
