// SPDX-License-Identifier: Apache-2.0
#include "tools/token/development_token.hpp"

#include "kernel/base64url.hpp"

#include <nlohmann/json.hpp>

namespace sinew {

auto write_token(const development_key& key, const token_wish& wish, std::chrono::sys_seconds now) -> std::string {
  using nlohmann::ordered_json;
  const ordered_json header{{"alg", "EdDSA"}, {"typ", "at+jwt"}, {"kid", key.id()}};
  const auto issued = now.time_since_epoch().count();
  const ordered_json claims{{"iss", wish.issuer},  {"aud", wish.audience}, {"sub", wish.subject},
                            {"roles", wish.roles}, {"iat", issued},        {"exp", issued + wish.lifetime.count()}};
  const auto text = to_base64url(as_bytes(header.dump())) + "." + to_base64url(as_bytes(claims.dump()));
  return text + "." + to_base64url(key.sign(text));
}

} // namespace sinew
