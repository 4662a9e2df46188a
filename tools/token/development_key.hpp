// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/bytes.hpp"
#include "kernel/result.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

typedef struct evp_pkey_st EVP_PKEY; // NOLINT(modernize-use-using): OpenSSL's own declaration

namespace sinew {

/// Whose tokens a system of `sinew up` takes, and for whom they are made.
inline constexpr std::string_view development_issuer = "urn:sinew:development";
inline constexpr std::string_view development_audience = "urn:sinew:gateway";

/// The private key that stands in for a real issuer of tokens while one tries the shop: Ed25519, in a file that only its owner
/// may read (PEM, PKCS #8).
class development_key {
 public:
  /// The key in that file; makes both where there is none. system_failure, invalid_input: as below.
  static auto keep(const std::filesystem::path& file) -> result<development_key>;
  /// not_found: there is no such file. system_failure: it cannot be read. invalid_input: others may read it too, or it holds no such
  /// key. All name the file and say what to do.
  static auto read(const std::filesystem::path& file) -> result<development_key>;

  /// Its name in tokens: the thumbprint of its public half (RFC 7638).
  [[nodiscard]] auto id() const -> const std::string& { return id_; }
  /// The public half, as those who verify want it: a JSON Web Key Set.
  [[nodiscard]] auto key_set() const -> std::string;
  [[nodiscard]] auto sign(std::string_view text) const -> bytes;

 private:
  explicit development_key(std::shared_ptr<EVP_PKEY> key);

  std::shared_ptr<EVP_PKEY> key_;
  /// `x` of its public half.
  std::string point_;
  std::string id_;
};

} // namespace sinew
