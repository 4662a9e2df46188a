// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/gateway/test_issuer.hpp"

#include "kernel/assertion.hpp"
#include "kernel/base64url.hpp"

#include <openssl/core_names.h>
#include <openssl/pem.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <span>

namespace sinew::gateway {

namespace {

using nlohmann::ordered_json;

/// OpenSSL's pair of numbers as tokens have it.
auto raw_pair(const bytes& der) -> bytes {
  const auto* at = as_uint8(der);
  const openssl_ecdsa pair{d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()))};
  std::array<std::uint8_t, 64> raw{};
  SINEW_ASSERT(BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), raw.data(), 32) == 32);
  SINEW_ASSERT(BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), raw.data() + 32, 32) == 32);
  return copy_of(std::as_bytes(std::span{raw}));
}

} // namespace

test_issuer::test_issuer(std::string kind, std::string id, unsigned bits) : kind_{std::move(kind)}, id_{std::move(id)} {
  if (kind_ == "RSA")
    key_.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(bits)));
  else if (kind_ == "ED25519")
    key_.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  else
    key_.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", kind_.c_str()));
  SINEW_ASSERT(key_ != nullptr);
}

auto test_issuer::number(const char* name) const -> std::string {
  BIGNUM* read = nullptr;
  SINEW_ASSERT(EVP_PKEY_get_bn_param(key_.get(), name, &read) == 1);
  const openssl_number owned{read};
  const auto size = kind_ == "RSA" ? BN_num_bytes(read) : (EVP_PKEY_get_bits(key_.get()) + 7) / 8;
  bytes padded(static_cast<std::size_t>(size));
  SINEW_ASSERT(BN_bn2binpad(read, reinterpret_cast<unsigned char*>(padded.data()), size) == size);
  return to_base64url(padded);
}

auto test_issuer::jwk() const -> ordered_json {
  if (kind_ == "RSA")
    return {{"kty", "RSA"}, {"kid", id_}, {"n", number("n")}, {"e", number("e")}};
  if (kind_ != "ED25519")
    return {{"kty", "EC"}, {"crv", kind_}, {"kid", id_}, {"x", number("qx")}, {"y", number("qy")}};
  std::array<std::uint8_t, 32> raw{};
  auto size = raw.size();
  SINEW_ASSERT(EVP_PKEY_get_raw_public_key(key_.get(), raw.data(), &size) == 1);
  return {{"kty", "OKP"}, {"crv", "Ed25519"}, {"kid", id_}, {"x", to_base64url(std::as_bytes(std::span{raw}))}};
}

auto test_issuer::header() const -> ordered_json {
  const auto* algorithm = kind_ == "RSA" ? "RS256" : kind_ == "ED25519" ? "EdDSA" : "ES256";
  return {{"alg", algorithm}, {"typ", "JWT"}, {"kid", id_}};
}

auto test_issuer::claims() -> ordered_json {
  const auto now = test_now.time_since_epoch().count();
  return {{"iss", test_rules.issuer},
          {"aud", test_rules.audience},
          {"sub", "c-1"},
          {"roles", {"customer"}},
          {"iat", now},
          {"nbf", now},
          {"exp", now + 3600}};
}

auto test_issuer::token(const ordered_json& header, const ordered_json& claims) const -> std::string {
  return sealed(header.dump(), claims.dump());
}

auto test_issuer::sealed(std::string_view header, std::string_view claims) const -> std::string {
  const auto text = to_base64url(as_bytes(header)) + "." + to_base64url(as_bytes(claims));
  return text + "." + to_base64url(sign(text));
}

auto test_issuer::pem() const -> std::string {
  const std::unique_ptr<BIO, decltype([](BIO* held) { BIO_free(held); })> out{BIO_new(BIO_s_mem())};
  SINEW_ASSERT(PEM_write_bio_PUBKEY(out.get(), key_.get()) == 1);
  char* text = nullptr;
  const auto size = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

auto test_issuer::sign(std::string_view text) const -> bytes {
  const openssl_digest with{EVP_MD_CTX_new()};
  const auto all = as_bytes(text);
  const auto* hash = kind_ == "ED25519" ? nullptr : EVP_sha256();
  std::size_t size = 1024;
  bytes signature(size);
  SINEW_ASSERT(EVP_DigestSignInit(with.get(), nullptr, hash, nullptr, key_.get()) == 1);
  SINEW_ASSERT(EVP_DigestSign(with.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, as_uint8(all),
                              all.size()) == 1);
  signature.resize(size);
  return kind_ == "P-256" ? raw_pair(signature) : signature;
}

test_key_file::test_key_file(const ordered_json& keys) {
  auto pattern = (std::filesystem::temp_directory_path() / "sinew-keys-XXXXXX").string();
  const auto file = mkstemp(pattern.data());
  SINEW_ASSERT(file >= 0);
  close(file);
  path_ = pattern;
  write_keys(keys);
}

test_key_file::~test_key_file() {
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

void test_key_file::write(std::string_view text) const {
  std::ofstream{path_, std::ios::binary | std::ios::trunc} << text;
}

void test_key_file::write_keys(const ordered_json& keys) const {
  write(ordered_json{{"keys", keys}}.dump());
}

} // namespace sinew::gateway
