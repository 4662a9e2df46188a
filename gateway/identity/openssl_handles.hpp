// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <memory>

namespace sinew::gateway {

// OpenSSL's objects, each with an owner.

template <auto release>
struct released_by {
  template <class T>
  void operator()(T* held) const {
    release(held);
  }
};

using openssl_key = std::unique_ptr<EVP_PKEY, released_by<EVP_PKEY_free>>;
using openssl_key_context = std::unique_ptr<EVP_PKEY_CTX, released_by<EVP_PKEY_CTX_free>>;
using openssl_digest = std::unique_ptr<EVP_MD_CTX, released_by<EVP_MD_CTX_free>>;
using openssl_number = std::unique_ptr<BIGNUM, released_by<BN_free>>;
using openssl_builder = std::unique_ptr<OSSL_PARAM_BLD, released_by<OSSL_PARAM_BLD_free>>;
using openssl_parameters = std::unique_ptr<OSSL_PARAM, released_by<OSSL_PARAM_free>>;
using openssl_ecdsa = std::unique_ptr<ECDSA_SIG, released_by<ECDSA_SIG_free>>;

} // namespace sinew::gateway
