// SPDX-License-Identifier: Apache-2.0
#include "gateway/identity/token_check.hpp"

#include "gateway/identity/signed_token.hpp"

namespace sinew::gateway {

auto token_check::identify(std::string_view token, moment now) -> result<identity> {
  const auto parsed = signed_token::parse(token);
  if (!parsed)
    return tl::unexpected{parsed.error()};
  const auto* key = keys_.find(parsed->key_id, now.steady);
  if (key == nullptr)
    return fail(errc::invalid_input, "the token is signed with an unknown key");
  if (parsed->algorithm != to_string(key->algorithm()))
    return fail(errc::invalid_input, "the token's algorithm is not its key's");
  if (!key->verifies(parsed->signed_text, parsed->signature))
    return fail(errc::invalid_input, "the token's signature is wrong");
  return claims::read(parsed->claims, rules_).and_then([&](const claims& good) {
    return good.check_time(now.clock).map([&] { return good.who; });
  });
}

} // namespace sinew::gateway
