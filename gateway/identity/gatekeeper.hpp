// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/http_message.hpp"
#include "gateway/identity/token_check.hpp"
#include "gateway/route_table.hpp"

#include <optional>
#include <string>
#include <tl/expected.hpp>

namespace sinew::gateway {

/// How to come in.
struct gate_options {
  /// The keys' file (JWKS), whose tokens count, and for whom they must be made. Without a file: `anyone`.
  std::string jwks;
  claim_rules rules;
  /// Everybody may do everything, and nobody has to say who they are: to be asked for, never a default.
  bool anyone = false;
};

/// Decides who comes in, and to what. Loop's thread.
class gatekeeper {
 public:
  /// invalid_input: neither keys nor `anyone`, or both. Others: the keys cannot be read.
  static auto open(const gate_options& how) -> result<gatekeeper>;

  /// Who asks: their bearer token tells (RFC 6750), and who sends none is anonymous. What to answer instead: 401, for a token was
  /// sent that does not count, be it for something that needs none.
  auto recognize(const http_request& asked) -> tl::expected<identity, http_response>;

  /// What to answer instead of serving it: 401 to who has to say who they are, 403 to who may not, 404 to a customer where the row says
  /// that it is another's (whether it exists is nobody's business). Nothing: they may.
  static auto refusal(const route& which, const call& made) -> std::optional<http_response>;

  /// The keys' file has changed. The former keys stay where it cannot be read.
  auto reread_keys() -> result<void>;

 private:
  explicit gatekeeper(std::optional<token_check> check) : check_{std::move(check)} {}

  /// Nothing: `anyone`.
  std::optional<token_check> check_;
};

} // namespace sinew::gateway
