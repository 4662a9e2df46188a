// SPDX-License-Identifier: Apache-2.0
#include "gateway/identity/jwk_material.hpp"

#include "kernel/base64url.hpp"

#include <fmt/format.h>
#include <openssl/core_names.h>

namespace sinew::gateway {

namespace {

using nlohmann::ordered_json;

constexpr int least_rsa_bits = 2048; // RFC 7518, 3.3
constexpr int most_rsa_bits = 8192;  // larger ones only cost time
constexpr unsigned least_exponent = 65'537;
constexpr int most_exponent_bits = 64;
constexpr std::size_t curve_bytes = 32; // of a coordinate of P-256, and of a key of Ed25519

auto number_in(const ordered_json& jwk, const char* name) -> result<bytes> {
  auto value = from_base64url(text_in(jwk, name));
  if (!value || value->empty())
    return fail(errc::invalid_input, fmt::format("has no '{}' in base64url", name));
  return std::move(*value);
}

auto number_in(const ordered_json& jwk, const char* name, std::size_t size) -> result<bytes> {
  return number_in(jwk, name).and_then([&](bytes value) -> result<bytes> {
    if (value.size() != size)
      return fail(errc::invalid_input, fmt::format("has {} bytes in '{}' instead of {}", value.size(), name, size));
    return value;
  });
}

auto big(const bytes& number) -> openssl_number {
  return openssl_number{BN_bin2bn(as_uint8(number), static_cast<int>(number.size()), nullptr)};
}

/// A key of what the builder holds; null where OpenSSL finds it wanting.
auto build(const char* type, const openssl_builder& from) -> openssl_key {
  const openssl_parameters parameters{OSSL_PARAM_BLD_to_param(from.get())};
  const openssl_key_context context{EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr)};
  EVP_PKEY* made = nullptr;
  if (parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1)
    EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get());
  return openssl_key{made};
}

/// Whether the numbers make a key: a point on its curve, a modulus that is odd …
auto is_sound(const openssl_key& key) -> bool {
  const openssl_key_context context{key ? EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr) : nullptr};
  return context && EVP_PKEY_public_check(context.get()) == 1;
}

auto sound(openssl_key key) -> result<openssl_key> {
  if (!is_sound(key))
    return fail(errc::invalid_input, "is none: its numbers make no key");
  return key;
}

auto rsa_of(const bytes& n, const bytes& e) -> result<openssl_key> {
  const auto modulus = big(n);
  const auto exponent = big(e);
  const int bits = BN_num_bits(modulus.get());
  if (bits < least_rsa_bits || bits > most_rsa_bits)
    return fail(errc::invalid_input,
                fmt::format("has {} bits; {} to {} are taken", bits, least_rsa_bits, most_rsa_bits));
  const int exponent_bits = BN_num_bits(exponent.get());
  if (exponent_bits > most_exponent_bits || BN_is_odd(exponent.get()) == 0 ||
      BN_get_word(exponent.get()) < least_exponent)
    return fail(errc::invalid_input, "has an exponent that is even, below 65537 or too large");
  const openssl_builder builder{OSSL_PARAM_BLD_new()};
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
  return sound(build("RSA", builder));
}

auto p256_of(const bytes& x, const bytes& y) -> result<openssl_key> {
  bytes point{std::byte{POINT_CONVERSION_UNCOMPRESSED}};
  point.insert(point.end(), x.begin(), x.end());
  point.insert(point.end(), y.begin(), y.end());
  const openssl_builder builder{OSSL_PARAM_BLD_new()};
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  return sound(build("EC", builder));
}

} // namespace

auto text_in(const ordered_json& object, const char* name) -> std::string {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

auto rsa_key(const ordered_json& jwk) -> result<openssl_key> {
  const auto n = number_in(jwk, "n");
  const auto e = number_in(jwk, "e");
  if (!n || !e)
    return tl::unexpected{n ? e.error() : n.error()};
  return rsa_of(*n, *e);
}

auto p256_key(const ordered_json& jwk) -> result<openssl_key> {
  const auto x = number_in(jwk, "x", curve_bytes);
  const auto y = number_in(jwk, "y", curve_bytes);
  if (!x || !y)
    return tl::unexpected{x ? y.error() : x.error()};
  return p256_of(*x, *y);
}

auto ed25519_key(const ordered_json& jwk) -> result<openssl_key> {
  return number_in(jwk, "x", curve_bytes).and_then([](const bytes& x) -> result<openssl_key> {
    openssl_key key{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, as_uint8(x), x.size())};
    return sound(std::move(key));
  });
}

} // namespace sinew::gateway
