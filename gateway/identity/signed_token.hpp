// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/bytes.hpp"
#include "kernel/result.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace sinew::gateway {

/// A longer token is not even looked at.
inline constexpr std::size_t longest_token = 8 * 1024;

/// A JSON Web Token (RFC 7519) in its compact form, taken apart. Nothing in it has been judged but its form: who it is from must be
/// verified before its claims are believed.
struct signed_token {
  /// Of its header, as they stand there.
  std::string algorithm;
  std::string key_id;
  /// What is signed: the first two parts and the dot between them. Lies in the text that was parsed.
  std::string_view signed_text;
  bytes signature;
  nlohmann::ordered_json claims;

  /// Strict, for there is one way to write each token, and whoever writes it otherwise wants to be read otherwise by somebody else:
  /// three parts of base64url as RFC 7515 has it, JSON objects with no member twice, `typ` "JWT" or "at+jwt", `alg` and `kid` given. What
  /// must be understood (`crit`), and keys that a token brings along (`jwk`, `jku`, `x5c`, `x5u`), are refused.
  ///
  /// invalid_input says what is wrong, and quotes nothing. `text` must outlive the answer.
  static auto parse(std::string_view text) -> result<signed_token>;
};

} // namespace sinew::gateway
