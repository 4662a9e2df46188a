// SPDX-License-Identifier: Apache-2.0
#include "gateway/identity/public_key.hpp"

#include "gateway/identity/jwk_material.hpp"
#include "gateway/identity/openssl_handles.hpp"

#include <fmt/format.h>
#include <openssl/err.h>

#include <algorithm>
#include <array>

namespace sinew::gateway {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t longest_id = 256;
constexpr std::size_t es256_half = 32; // bytes of each of the two numbers

/// What the key's kind allows: nothing where we have no use for it.
auto algorithm_for(const ordered_json& jwk) -> std::optional<signature_algorithm> {
  const auto type = text_in(jwk, "kty");
  const auto curve = text_in(jwk, "crv");
  if (type == "RSA")
    return signature_algorithm::rs256;
  if (type == "EC" && curve == "P-256")
    return signature_algorithm::es256;
  if (type == "OKP" && curve == "Ed25519")
    return signature_algorithm::eddsa;
  return std::nullopt;
}

/// Whether it is meant for verifying signatures of that algorithm, as far as it says (RFC 7517, 4.2 to 4.4).
auto is_meant_for(const ordered_json& jwk, signature_algorithm algorithm) -> bool {
  if (jwk.contains("use") && text_in(jwk, "use") != "sig")
    return false;
  if (jwk.contains("alg") && text_in(jwk, "alg") != to_string(algorithm))
    return false;
  const auto operations = jwk.find("key_ops");
  return operations == jwk.end() ||
         (operations->is_array() && std::ranges::find(*operations, "verify") != operations->end());
}

auto material(const ordered_json& jwk, signature_algorithm algorithm) -> result<openssl_key> {
  switch (algorithm) {
    case signature_algorithm::rs256: return rsa_key(jwk);
    case signature_algorithm::es256: return p256_key(jwk);
    case signature_algorithm::eddsa: break;
  }
  return ed25519_key(jwk);
}

/// A token holds two numbers of one size (RFC 7518, 3.4); OpenSSL wants them in DER. Empty: they are none.
auto es256_in_der(bytes_view signature) -> bytes {
  if (signature.size() != 2 * es256_half)
    return {};
  const auto* raw = as_uint8(signature);
  openssl_number r{BN_bin2bn(raw, es256_half, nullptr)};
  openssl_number s{BN_bin2bn(raw + es256_half, es256_half, nullptr)};
  const openssl_ecdsa pair{ECDSA_SIG_new()};
  if (!r || !s || !pair || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1)
    return {};
  (void)r.release(); // the pair's now
  (void)s.release();
  std::uint8_t* der = nullptr;
  const auto size = i2d_ECDSA_SIG(pair.get(), &der);
  if (size <= 0)
    return {};
  const auto view = std::as_bytes(std::span{der, static_cast<std::size_t>(size)});
  bytes copy{view.begin(), view.end()};
  OPENSSL_free(der);
  return copy;
}

} // namespace

auto to_string(signature_algorithm a) -> std::string_view {
  switch (a) {
    case signature_algorithm::rs256: return "RS256";
    case signature_algorithm::es256: return "ES256";
    case signature_algorithm::eddsa: break;
  }
  return "EdDSA";
}

auto public_key::read(const ordered_json& jwk) -> result<std::optional<public_key>> {
  if (!jwk.is_object())
    return fail(errc::invalid_input, "a key is no JSON object");
  const auto id = text_in(jwk, "kid");
  const auto name = id.empty() ? std::string{"a key"} : fmt::format("key '{}'", id.substr(0, longest_id));
  // Secrets in here would lie where everybody may read.
  if (jwk.contains("d") || jwk.contains("k"))
    return fail(errc::invalid_input, name + " is private or shared; only public keys belong into this file");
  const auto algorithm = algorithm_for(jwk);
  if (!algorithm || !is_meant_for(jwk, *algorithm))
    return std::optional<public_key>{};
  if (id.empty() || id.size() > longest_id)
    return fail(errc::invalid_input, "a key has no 'kid' of 1 to 256 characters, by which tokens could name it");
  return material(jwk, *algorithm)
      .map([&](openssl_key key) {
        return std::optional{public_key{id, *algorithm, std::shared_ptr<EVP_PKEY>{std::move(key)}}};
      })
      .map_error([&](const error& why) {
        return error{why.code, fmt::format("{} {}", name, why.what)};
      });
}

auto public_key::verifies(std::string_view text, bytes_view signature) const -> bool {
  const bool is_es256 = algorithm_ == signature_algorithm::es256;
  const auto der = is_es256 ? es256_in_der(signature) : bytes{};
  const auto given = is_es256 ? bytes_view{der} : signature;
  const openssl_digest digest{EVP_MD_CTX_new()};
  // Ed25519 hashes on its own.
  const auto* hash = algorithm_ == signature_algorithm::eddsa ? nullptr : EVP_sha256();
  const auto signed_text = as_bytes(text);
  const bool good =
      !given.empty() && digest && EVP_DigestVerifyInit(digest.get(), nullptr, hash, nullptr, key_.get()) == 1 &&
      EVP_DigestVerify(digest.get(), as_uint8(given), given.size(), as_uint8(signed_text), signed_text.size()) == 1;
  ERR_clear_error(); // lest it be taken for a fault of a connection: the thread has one list for all
  return good;
}

} // namespace sinew::gateway
