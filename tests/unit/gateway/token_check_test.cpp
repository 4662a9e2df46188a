// SPDX-License-Identifier: Apache-2.0
#include "gateway/identity/token_check.hpp"

#include "kernel/base64url.hpp"
#include "tests/unit/gateway/test_issuer.hpp"

#include <openssl/hmac.h>

#include <gtest/gtest.h>

namespace sinew::gateway {

namespace {

using nlohmann::ordered_json;
using namespace std::chrono_literals;

/// A check that trusts one issuer.
class trusting {
 public:
  explicit trusting(const test_issuer& whom)
      : file_{ordered_json::array({whom.jwk()})}, check_{key_file::open(file_.path()).value(), test_rules} {}

  /// The subject, or what is wrong.
  auto say(std::string_view token, std::chrono::seconds later = 0s) -> std::string {
    const auto who = check_.identify(token, {test_now + later, key_file::time_point{later}});
    return who ? who->subject : who.error().what;
  }
  auto check() -> token_check& { return check_; }
  auto file() -> test_key_file& { return file_; }

 private:
  test_key_file file_;
  token_check check_;
};

auto with(ordered_json object, const char* name, const ordered_json& value) -> ordered_json {
  object[name] = value;
  return object;
}

auto without(ordered_json object, const char* name) -> ordered_json {
  object.erase(name);
  return object;
}

/// As an attacker does it who takes our public key for a shared secret.
auto sealed_by_hmac(const std::string& header, const std::string& claims, const std::string& secret) -> std::string {
  const auto text = to_base64url(as_bytes(header)) + "." + to_base64url(as_bytes(claims));
  std::array<std::byte, 32> hash{};
  unsigned size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), as_uint8(as_bytes(text)), text.size(),
       reinterpret_cast<unsigned char*>(hash.data()), &size);
  return text + "." + to_base64url(hash);
}

class each_kind : public testing::TestWithParam<const char*> {};

} // namespace

TEST_P(each_kind, of_key_makes_tokens_that_count) {
  const test_issuer issuer{GetParam()};
  trusting gate{issuer};
  EXPECT_EQ(gate.say(issuer.token()), "c-1");
  const auto who = gate.check().identify(issuer.token(), {test_now, {}});
  ASSERT_TRUE(who);
  EXPECT_TRUE(who->is_signed_in && who->has(role::customer) && !who->is_staff());
}

TEST_P(each_kind, of_key_signs_for_nobody_else) {
  const test_issuer issuer{GetParam()};
  const test_issuer impostor{GetParam()};
  trusting gate{issuer};
  EXPECT_EQ(gate.say(impostor.token()), "the token's signature is wrong");
}

TEST_P(each_kind, of_signature_covers_header_and_claims) {
  const test_issuer issuer{GetParam()};
  trusting gate{issuer};
  const auto good = issuer.token();
  const auto other = issuer.token(issuer.header(), with(test_issuer::claims(), "sub", "c-2"));
  const auto dot = [](const std::string& of) { return of.rfind('.'); };
  EXPECT_EQ(gate.say(other.substr(0, dot(other)) + good.substr(dot(good))), "the token's signature is wrong");
}

TEST_P(each_kind, of_token_counts_in_no_part_of_it) {
  const test_issuer issuer{GetParam()};
  trusting gate{issuer};
  const auto good = issuer.token();
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_NE(gate.say(good.substr(0, size)), "c-1") << size;
}

INSTANTIATE_TEST_SUITE_P(kinds, each_kind, testing::Values("RSA", "P-256", "ED25519"), [](const auto& of) {
  return of.param[0] == 'R' ? "rs256" : of.param[0] == 'P' ? "es256" : "eddsa";
});

// -- RFC 8725, by its sections ----------------------------------------------------------------------------------------

// 2.1, 3.1: `none`, and a public key taken for a shared secret.
TEST(rfc_8725, weak_signatures_and_insufficient_validation) {
  const test_issuer issuer{"RSA"};
  trusting gate{issuer};
  for (const auto* none : {"none", "None", "NONE", "nOnE", ""}) {
    const auto header = with(issuer.header(), "alg", none).dump();
    const auto text = to_base64url(as_bytes(header)) + "." + to_base64url(as_bytes(test_issuer::claims().dump()));
    for (const auto* signature : {".", ".AAAA", ""})
      EXPECT_NE(gate.say(text + signature), "c-1") << none << signature;
  }
  for (const auto* shared : {"HS256", "RS256"})
    for (const auto& secret : {issuer.pem(), issuer.jwk().dump(), std::string{}}) {
      const auto forged =
          sealed_by_hmac(with(issuer.header(), "alg", shared).dump(), test_issuer::claims().dump(), secret);
      EXPECT_NE(gate.say(forged), "c-1") << shared;
    }
}

// 3.1: each key has one algorithm, whatever the token says.
TEST(rfc_8725, algorithm_verification) {
  const test_issuer rsa{"RSA"};
  trusting gate{rsa};
  for (const auto* other : {"RS384", "RS512", "PS256", "ES256", "EdDSA", "HS256", "rs256", "RS256 ", "none"})
    EXPECT_EQ(gate.say(rsa.token(with(rsa.header(), "alg", other), test_issuer::claims())),
              "the token's algorithm is not its key's")
        << other;
  EXPECT_NE(gate.say(rsa.token(without(rsa.header(), "alg"), test_issuer::claims())), "c-1");
  EXPECT_NE(gate.say(rsa.token(with(rsa.header(), "alg", {"RS256"}), test_issuer::claims())), "c-1");
}

// 3.4: an elliptic signature of zeros (the "psychic" one), and one in DER.
TEST(rfc_8725, validation_of_cryptographic_inputs) {
  const test_issuer issuer{"P-256"};
  trusting gate{issuer};
  const auto good = issuer.token();
  const auto text = good.substr(0, good.rfind('.') + 1);
  for (const auto size : {1U, 63U, 64U, 65U, 72U, 128U}) {
    EXPECT_NE(gate.say(text + to_base64url(bytes(size))), "c-1") << size;
    EXPECT_NE(gate.say(text + to_base64url(bytes(size, std::byte{0xff}))), "c-1") << size;
  }
}

// 3.8, 3.9: whose, and for whom.
TEST(rfc_8725, issuer_subject_and_audience) {
  const test_issuer issuer{"ED25519"};
  trusting gate{issuer};
  const auto say = [&](const ordered_json& claims) { return gate.say(issuer.token(issuer.header(), claims)); };
  const auto good = test_issuer::claims();
  for (const auto& iss : ordered_json{"https://issuer.example/", "HTTPS://issuer.example", "", 1, nullptr})
    EXPECT_EQ(say(with(good, "iss", iss)), "the token is from another issuer") << iss;
  EXPECT_EQ(say(without(good, "iss")), "the token is from another issuer");
  EXPECT_EQ(say(with(good, "aud", ordered_json::array({"other", "shop"}))), "c-1");
  const ordered_json others{"Shop", "", 1, nullptr, ordered_json::array(), {"other"}, {"shop", 7}, {{"shop", "shop"}}};
  for (const auto& aud : others)
    EXPECT_EQ(say(with(good, "aud", aud)), "the token is for another audience") << aud;
  EXPECT_EQ(say(without(good, "aud")), "the token is for another audience");
  for (const auto& sub : ordered_json{"", "a b", "a\"b", "a\nb", "\u00e4", std::string(129, 'a'), 7, nullptr})
    EXPECT_NE(say(with(good, "sub", sub)).find("'sub'"), std::string::npos) << sub;
  EXPECT_NE(say(without(good, "sub")).find("'sub'"), std::string::npos);
}

// 3.10: keys that a token brings, or names by address, are not used.
TEST(rfc_8725, do_not_trust_received_claims) {
  const test_issuer issuer{"ED25519"};
  const test_issuer attacker{"ED25519"};
  trusting gate{issuer};
  const auto claims = test_issuer::claims();
  EXPECT_NE(gate.say(attacker.token(with(attacker.header(), "jwk", attacker.jwk()), claims)), "c-1");
  for (const auto* name : {"jwk", "jku", "x5c", "x5u"})
    EXPECT_EQ(gate.say(issuer.token(with(issuer.header(), name, "x"), claims)), "the header brings a key of its own");
  for (const auto* id : {"../../dev/null", "key-1' OR '1'='1", "KEY-1"})
    EXPECT_EQ(gate.say(issuer.token(with(issuer.header(), "kid", id), claims)),
              "the token is signed with an unknown key");
  EXPECT_NE(gate.say(issuer.token(without(issuer.header(), "kid"), claims)), "c-1");
}

// 3.11, 3.12: tokens of another kind.
TEST(rfc_8725, explicit_typing) {
  const test_issuer issuer{"ED25519"};
  trusting gate{issuer};
  const auto say = [&](const ordered_json& typ) {
    return gate.say(issuer.token(with(issuer.header(), "typ", typ), test_issuer::claims()));
  };
  for (const auto* good : {"JWT", "jwt", "at+jwt", "application/at+jwt", "Application/JWT"})
    EXPECT_EQ(say(good), "c-1") << good;
  for (const auto& bad : ordered_json{"secevent+jwt", "dpop+jwt", "logout+jwt", "", "application/", 1, nullptr})
    EXPECT_NE(say(bad), "c-1") << bad;
  EXPECT_NE(gate.say(issuer.token(without(issuer.header(), "typ"), test_issuer::claims())), "c-1");
}

// RFC 7515, 4.1.11: what must be understood and is not.
TEST(rfc_8725, critical_extensions_are_refused) {
  const test_issuer issuer{"ED25519"};
  trusting gate{issuer};
  for (const auto& crit : ordered_json{{"b64"}, ordered_json::array(), {"exp"}, "b64", nullptr})
    EXPECT_NE(gate.say(issuer.token(with(issuer.header(), "crit", crit), test_issuer::claims())), "c-1") << crit;
}

// -- times ------------------------------------------------------------------------------------------------------------

TEST(token_check, counts_from_nbf_until_exp_give_or_take_the_leeway) {
  const test_issuer issuer{"ED25519"};
  trusting gate{issuer};
  const auto token = issuer.token();
  EXPECT_EQ(gate.say(token, -31s), "the token is not valid yet");
  EXPECT_EQ(gate.say(token, -30s), "c-1");
  EXPECT_EQ(gate.say(token, 3629s), "c-1");
  EXPECT_EQ(gate.say(token, 3630s), "the token has expired");
}

TEST(token_check, takes_no_token_without_an_end_and_none_from_the_future) {
  const test_issuer issuer{"ED25519"};
  trusting gate{issuer};
  const auto say = [&](const ordered_json& claims) { return gate.say(issuer.token(issuer.header(), claims)); };
  const auto good = test_issuer::claims();
  const auto now = test_now.time_since_epoch().count();
  EXPECT_EQ(say(without(good, "exp")), "the claim 'exp' is missing");
  EXPECT_EQ(say(with(good, "iat", now + 31)), "the token is not valid yet");
  EXPECT_EQ(say(without(without(good, "iat"), "nbf")), "c-1");
  EXPECT_EQ(say(with(good, "exp", now + 0.5)), "c-1");
  for (const auto* name : {"exp", "nbf", "iat"})
    for (const auto& bad :
         ordered_json{"1900000000", -1, 1e300, 253402300800LL, true, nullptr, ordered_json::array({1})})
      EXPECT_EQ(say(with(good, name, bad)), std::string{"the claim '"} + name + "' is no time") << bad;
}

TEST(token_check, refuses_roles_that_are_no_list_and_overlooks_those_it_does_not_know) {
  const test_issuer issuer{"ED25519"};
  trusting gate{issuer};
  const auto ask = [&](const ordered_json& roles) {
    return gate.check().identify(issuer.token(issuer.header(), with(test_issuer::claims(), "roles", roles)),
                                 {test_now, {}});
  };
  EXPECT_EQ(ask({"admin", "root"})->roles, 0);
  EXPECT_TRUE(ask({"x", "clerk"})->is_staff());
  EXPECT_TRUE(ask({"operator"})->passes(access::operators));
  EXPECT_FALSE(ask({"clerk"})->passes(access::operators));
  for (const auto& bad : ordered_json{"operator", 7, {{"operator", true}}, ordered_json::array({7}), nullptr})
    EXPECT_FALSE(ask(bad)) << bad;
}

// -- form -------------------------------------------------------------------------------------------------------------

TEST(token_check, reads_each_token_in_one_way_only) {
  const test_issuer issuer{"ED25519"};
  trusting gate{issuer};
  const auto header = issuer.header().dump();
  const auto claims = test_issuer::claims().dump();
  EXPECT_EQ(gate.say(issuer.sealed(header, claims)), "c-1");
  const auto twice = [](std::string object, const std::string& member) {
    return object.replace(0, 1, "{" + member + ",");
  };
  EXPECT_NE(gate.say(issuer.sealed(twice(header, R"("alg":"EdDSA")"), claims)), "c-1");
  EXPECT_NE(gate.say(issuer.sealed(header, twice(claims, R"("sub":"c-2")"))), "c-1");
  EXPECT_NE(gate.say(issuer.sealed(header, twice(claims, R"("\u0073ub":"c-2")"))), "c-1");
  EXPECT_NE(gate.say(issuer.sealed(header, claims + "{}")), "c-1");
  EXPECT_NE(gate.say(issuer.sealed(header, "[" + claims + "]")), "c-1");
  EXPECT_NE(gate.say(issuer.sealed(header, "\xef\xbb\xbf" + claims)), "c-1");
  EXPECT_NE(gate.say(issuer.sealed("\n" + header, claims)), "c-1");
  const auto good = issuer.sealed(header, claims);
  for (const auto& other :
       {good + "=", good + "==", "=" + good, good + ".", "." + good, good + ".AAAA", " " + good, good + " ",
        good + "\n", good + "A", good.substr(0, good.find('.')), std::string{}, std::string{".."}})
    EXPECT_NE(gate.say(other), "c-1") << other;
}

TEST(token_check, does_not_look_at_what_is_too_long_or_too_deep) {
  const test_issuer issuer{"ED25519"};
  trusting gate{issuer};
  const auto padded = [&](std::size_t size) {
    return issuer.token(issuer.header(), with(test_issuer::claims(), "x", std::string(size, 'x')));
  };
  EXPECT_EQ(gate.say(padded(4000)), "c-1");
  EXPECT_EQ(gate.say(padded(6500)), "the token has more than 8192 characters");
  EXPECT_NE(gate.say(issuer.sealed(issuer.header().dump(), std::string(3000, '['))), "c-1");
}

// -- keys that change -------------------------------------------------------------------------------------------------

TEST(token_check, looks_for_new_keys_in_the_file_but_not_all_the_time) {
  const test_issuer old{"ED25519"};
  const test_issuer young{"ED25519", "key-2"};
  trusting gate{old};
  EXPECT_EQ(gate.say(young.token()), "the token is signed with an unknown key");
  gate.file().write_keys({old.jwk(), young.jwk()});
  EXPECT_EQ(gate.say(young.token(), 4s), "the token is signed with an unknown key") << "it has just looked";
  EXPECT_EQ(gate.say(young.token(), 5s), "c-1");
  EXPECT_EQ(gate.say(old.token(), 5s), "c-1");
}

TEST(token_check, forgets_keys_when_told_and_keeps_them_when_the_file_is_broken) {
  const test_issuer old{"ED25519"};
  const test_issuer young{"ED25519", "key-2"};
  trusting gate{old};
  gate.file().write("{");
  EXPECT_FALSE(gate.check().reread_keys());
  EXPECT_EQ(gate.say(old.token()), "c-1");
  gate.file().write_keys(ordered_json::array({young.jwk()}));
  EXPECT_TRUE(gate.check().reread_keys());
  EXPECT_EQ(gate.say(old.token()), "the token is signed with an unknown key");
  EXPECT_EQ(gate.say(young.token()), "c-1");
}

} // namespace sinew::gateway
