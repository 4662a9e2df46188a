// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/identity/identity.hpp"
#include "kernel/result.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <string>

namespace sinew::gateway {

/// Whose tokens count, and for whom they must be made.
struct claim_rules {
  /// `iss`, letter by letter.
  std::string issuer;
  /// One of `aud`.
  std::string audience;
  /// By how much clocks may differ.
  std::chrono::seconds leeway{30};
};

/// What a token whose signature is good says of its bearer.
struct claims {
  identity who;
  /// When it may be used, leeway included: from … on, and before.
  std::chrono::sys_seconds not_before = std::chrono::sys_seconds::min();
  std::chrono::sys_seconds expires{};

  /// Judges all but the time. `iss` and `aud` as the rules say; `sub` of 1 to 128 printable ASCII characters without quotes; `exp` given;
  /// `nbf` and `iat` numbers, if given, and no token from the future; `roles` a list of texts, if given. invalid_input says what is
  /// wrong, and quotes nothing.
  static auto read(const nlohmann::ordered_json& from, const claim_rules& rules) -> result<claims>;

  /// invalid_input: too early or too late.
  [[nodiscard]] auto check_time(std::chrono::sys_seconds now) const -> result<void>;
};

} // namespace sinew::gateway
