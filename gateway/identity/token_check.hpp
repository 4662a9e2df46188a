// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/identity/claims.hpp"
#include "gateway/identity/key_file.hpp"
#include "gateway/identity/token_memory.hpp"

#include <chrono>
#include <string_view>

namespace sinew::gateway {

/// Says whom a token makes its bearer (RFC 7519, as RFC 8725 wants it read). Loop's thread.
class token_check {
 public:
  struct moment {
    std::chrono::sys_seconds clock;
    key_file::time_point steady;
  };

  token_check(key_file keys, claim_rules rules) : keys_{std::move(keys)}, rules_{std::move(rules)} {}

  /// The key is chosen by the token's `kid` among ours, the algorithm by the key; what the token says of its algorithm has only to agree.
  /// invalid_input says why it does not count, and quotes nothing of it.
  auto identify(std::string_view token, moment now) -> result<identity>;

  /// See `key_file`.
  auto reread_keys() -> result<void> { return keys_.reread(); }

 private:
  auto verify(std::string_view token, moment now) -> result<claims>;

  key_file keys_;
  claim_rules rules_;
  token_memory memory_;
};

} // namespace sinew::gateway
