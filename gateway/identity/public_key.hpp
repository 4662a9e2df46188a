// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/bytes.hpp"
#include "kernel/result.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

typedef struct evp_pkey_st EVP_PKEY; // NOLINT(modernize-use-using): OpenSSL's own declaration

namespace sinew::gateway {

/// How tokens may be signed: with two keys, never with a secret that the gateway would have to share.
enum class signature_algorithm : std::uint8_t { rs256, es256, eddsa };

/// As headers have it: "RS256".
auto to_string(signature_algorithm a) -> std::string_view;

/// What verifies signatures: one key, for exactly one algorithm (RFC 8725, 3.1).
class public_key {
 public:
  /// From a JSON Web Key (RFC 7517): RSA of 2048 to 8192 bits for RS256, P-256 for ES256, Ed25519 for EdDSA. Nothing: it is for
  /// something else, such as encryption, and nobody's fault. invalid_input: it is for us and no good: too short, no point of its
  /// curve, nameless, or a private key, which does not belong into the hands of those who only verify.
  static auto read(const nlohmann::ordered_json& jwk) -> result<std::optional<public_key>>;

  /// Its `kid`.
  [[nodiscard]] auto id() const -> const std::string& { return id_; }
  [[nodiscard]] auto algorithm() const -> signature_algorithm { return algorithm_; }
  /// Whether the key's owner signed just that.
  [[nodiscard]] auto verifies(std::string_view text, bytes_view signature) const -> bool;

 private:
  public_key(std::string id, signature_algorithm a, std::shared_ptr<EVP_PKEY> key)
      : id_{std::move(id)}, algorithm_{a}, key_{std::move(key)} {}

  std::string id_;
  signature_algorithm algorithm_;
  std::shared_ptr<EVP_PKEY> key_;
};

} // namespace sinew::gateway
