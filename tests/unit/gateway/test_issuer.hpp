// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/identity/openssl_handles.hpp"
#include "gateway/identity/token_check.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace sinew::gateway {

/// The moment at which tests happen.
inline constexpr std::chrono::sys_seconds test_now{std::chrono::seconds{1'800'000'000}};

/// Somebody who signs tokens with a key of their own, of each kind there is, well or badly.
class test_issuer {
 public:
  /// "RSA" (of `bits`), "P-256", "P-384" or "ED25519".
  explicit test_issuer(std::string kind, std::string id = "key-1", unsigned bits = 2048);

  /// The public half as others publish it.
  [[nodiscard]] auto jwk() const -> nlohmann::ordered_json;
  /// A header and claims as they should be.
  [[nodiscard]] auto header() const -> nlohmann::ordered_json;
  static auto claims() -> nlohmann::ordered_json;
  /// A token of them, its signature made with this key whatever the header says.
  [[nodiscard]] auto token(const nlohmann::ordered_json& header, const nlohmann::ordered_json& claims) const
      -> std::string;
  [[nodiscard]] auto token() const -> std::string { return token(header(), claims()); }
  /// The same of parts that are written already.
  [[nodiscard]] auto sealed(std::string_view header, std::string_view claims) const -> std::string;
  /// The public half in PEM: what an attacker would take for a shared secret.
  [[nodiscard]] auto pem() const -> std::string;

 private:
  [[nodiscard]] auto number(const char* name) const -> std::string;
  [[nodiscard]] auto sign(std::string_view text) const -> bytes;

  std::string kind_;
  std::string id_;
  openssl_key key_;
};

/// A file of keys, gone with this object.
class test_key_file {
 public:
  explicit test_key_file(const nlohmann::ordered_json& keys);
  ~test_key_file();
  test_key_file(const test_key_file&) = delete;
  auto operator=(const test_key_file&) -> test_key_file& = delete;

  void write(std::string_view text) const;
  void write_keys(const nlohmann::ordered_json& keys) const;
  [[nodiscard]] auto path() const -> const std::filesystem::path& { return path_; }

 private:
  std::filesystem::path path_;
};

inline const claim_rules test_rules{.issuer = "https://issuer.example", .audience = "shop"};

} // namespace sinew::gateway
