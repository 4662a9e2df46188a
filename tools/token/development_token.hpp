// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/token/development_key.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace sinew {

/// Whom a token makes its bearer, and for how long.
struct token_wish {
  std::string subject;
  std::vector<std::string> roles;
  std::chrono::seconds lifetime{3600};
  std::string issuer{development_issuer};
  std::string audience{development_audience};
};

/// A JSON Web Token in its compact form, as a gateway takes it (RFC 9068).
auto write_token(const development_key& key, const token_wish& wish, std::chrono::sys_seconds now) -> std::string;

} // namespace sinew
