// SPDX-License-Identifier: Apache-2.0
// What strangers send as a token, and what an operator names as a file of keys: refused with a sentence that fits into a header,
// or read in the one way there is.
#include "gateway/identity/claims.hpp"
#include "gateway/identity/key_set.hpp"
#include "gateway/identity/signed_token.hpp"
#include "kernel/base64url.hpp"
#include "tests/fuzz/fuzz_input.hpp"

using namespace sinew;
using namespace sinew::gateway;

namespace {

const claim_rules rules{.issuer = "https://issuer.example", .audience = "shop"};

/// It is sent between quotes, in `WWW-Authenticate`.
void expect_plain(const error& why) {
  SINEW_ASSERT(why.code == errc::invalid_input);
  for (const char c : why.what)
    SINEW_ASSERT(c >= ' ' && c < 0x7f && c != '"' && c != '\\');
}

void expect_sound(const claims& read) {
  SINEW_ASSERT(!read.who.subject.empty() && read.who.is_signed_in && (read.who.roles & ~7U) == 0);
  for (const char c : read.who.subject)
    SINEW_ASSERT(c > ' ' && c < 0x7f && c != '"' && c != '\\');
  fuzz::keep(read.check_time(std::chrono::sys_seconds{std::chrono::seconds{1'800'000'000}}).has_value());
}

void read_claims(const nlohmann::ordered_json& from) {
  if (const auto read = claims::read(from, rules))
    expect_sound(*read);
  else
    expect_plain(read.error());
}

/// Verified against a key, though what comes here is never signed by it.
void verify(const signed_token& token) {
  static const auto keys = key_set::parse(R"({"keys":[
    {"kty":"EC","crv":"P-256","kid":"1","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
     "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"},
    {"kty":"OKP","crv":"Ed25519","kid":"2","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]})")
                               .value();
  for (const auto* id : {"1", "2"})
    SINEW_ASSERT(!keys.find(id)->verifies(token.signed_text, token.signature));
}

void read_token(const std::string& text) {
  const auto token = signed_token::parse(text);
  if (!token)
    return expect_plain(token.error());
  SINEW_ASSERT(std::string{token->signed_text} + "." + to_base64url(token->signature) == text);
  verify(*token);
  read_claims(token->claims);
}

void read_keys(const std::string& text) {
  if (const auto read = key_set::parse(text))
    SINEW_ASSERT(read->size() > 0 && read->size() <= 100);
}

} // namespace

auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  fuzz::fuzz_input input{data, size};
  switch (input.byte() % 3) {
    case 0: read_token(input.text()); break;
    case 1: { // so that it need not guess base64
      const auto header = input.piece();
      const auto claims = input.piece();
      read_token(to_base64url(header) + "." + to_base64url(claims) + "." + to_base64url(input.rest()));
      break;
    }
    default: read_keys(input.text());
  }
  return 0;
}
