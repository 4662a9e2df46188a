// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/http_message.hpp"
#include "gateway/identity/rate_limit.hpp"
#include "gateway/identity/token_check.hpp"
#include "gateway/route_table.hpp"

#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace sinew::gateway {

/// How to come in.
struct gate_options {
  /// The keys' file (JWKS), whose tokens count, and for whom they must be made. Without a file: `anyone`.
  std::string jwks;
  claim_rules rules;
  /// Everybody may do everything, and nobody has to say who they are: to be asked for, never a default.
  bool anyone = false;
  rate_limit::bounds rate;
};

/// Decides who comes in, and to what. Loop's thread.
class gatekeeper {
 public:
  /// invalid_input: neither keys nor `anyone`, or both. Others: the keys cannot be read.
  static auto open(const gate_options& how) -> result<gatekeeper>;

  /// Finds out who asks, and writes it into the call: their bearer token tells (RFC 6750), and who sends none is anonymous.
  ///
  /// What to answer instead of serving it: 401 to who has to say who they are, or sends a token that does not count, be it for
  /// something that needs none; 403 to who may not; 404 to a customer where the row says that it is another's (whether it exists is
  /// nobody's business); 429 to who asks too often. Nothing: they may.
  auto admit(const route& which, call& made) -> std::optional<http_response>;

  /// The keys' file has changed. The former keys stay where it cannot be read.
  auto reread_keys() -> result<void>;

 private:
  gatekeeper(std::optional<token_check> check, rate_limit::bounds rate) : check_{std::move(check)}, rate_{rate} {}

  auto recognize(const http_request& asked) -> tl::expected<identity, http_response>;
  /// 429, if so. Who is signed in is the same client from wherever they ask.
  auto too_often(const identity& who, const http_request& asked) -> std::optional<http_response>;

  /// Nothing: `anyone`.
  std::optional<token_check> check_;
  rate_limit rate_;
};

} // namespace sinew::gateway
