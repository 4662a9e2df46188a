// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/identity/openssl_handles.hpp"
#include "kernel/result.hpp"

#include <nlohmann/json.hpp>

namespace sinew::gateway {

// The numbers of a JSON Web Key (RFC 7518, 6; RFC 8037, 2) as a key of OpenSSL. invalid_input says what is wrong with them; the
// sentence begins behind the key's name: "has …", "is …".

/// 2048 to 8192 bits, with an odd exponent of 65537 or more and at most 64 bits.
auto rsa_key(const nlohmann::ordered_json& jwk) -> result<openssl_key>;
/// A point of P-256.
auto p256_key(const nlohmann::ordered_json& jwk) -> result<openssl_key>;
auto ed25519_key(const nlohmann::ordered_json& jwk) -> result<openssl_key>;

/// The member's text; empty: missing, or no text.
auto text_in(const nlohmann::ordered_json& object, const char* name) -> std::string;

} // namespace sinew::gateway
