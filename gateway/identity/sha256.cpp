// SPDX-License-Identifier: Apache-2.0
#include "gateway/identity/sha256.hpp"

#include "kernel/assertion.hpp"

#include <openssl/evp.h>

#include <memory>

namespace sinew::gateway {

namespace {

struct free_algorithm {
  void operator()(EVP_MD* held) const { EVP_MD_free(held); }
};

/// Fetched once: with EVP_sha256(), OpenSSL 3 looks for a provider each time, which takes longer than to hash a token.
auto algorithm() -> const EVP_MD* {
  static const std::unique_ptr<EVP_MD, free_algorithm> fetched{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  SINEW_ASSERT(fetched != nullptr); // any OpenSSL has it
  return fetched.get();
}

} // namespace

auto sha256(std::string_view text) -> sha256_hash {
  sha256_hash made{};
  SINEW_ASSERT(EVP_Digest(text.data(), text.size(), made.data(), nullptr, algorithm(), nullptr) == 1);
  return made;
}

} // namespace sinew::gateway
