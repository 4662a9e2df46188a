// SPDX-License-Identifier: Apache-2.0
#include "gateway/identity/token_check.hpp"

#include "gateway/identity/signed_token.hpp"

namespace sinew::gateway {

auto token_check::identify(std::string_view token, moment now) -> result<identity> {
  // What is too long cannot be good, and is not worth a look.
  const auto* known = token.size() <= longest_token ? memory_.find(token, keys_.keys()) : nullptr;
  if (known == nullptr) {
    auto good = verify(token, now);
    if (!good)
      return tl::unexpected{good.error()};
    memory_.remember(token, keys_.keys(), *good);
    return good->check_time(now.clock).map([&] { return good->who; });
  }
  return known->check_time(now.clock).map([&] { return known->who; });
}

auto token_check::verify(std::string_view token, moment now) -> result<claims> {
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
  return claims::read(parsed->claims, rules_);
}

} // namespace sinew::gateway
