// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/tls_context.hpp"

#include <fmt/format.h>
#include <openssl/ssl.h>
#include <boost/asio/ssl/context.hpp>

namespace sinew::gateway {

namespace {

namespace ssl = boost::asio::ssl;

// RFC 9325, 4.2; those of TLS 1.3 are all good.
constexpr auto* ciphers_of_tls_12 =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

/// The client lists what it speaks, each behind its length.
auto choose_protocol(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                     unsigned offered_size, void*) -> int {
  static constexpr unsigned char ours[] = "\x08http/1.1";
  unsigned char* match = nullptr;
  if (SSL_select_next_proto(&match, size, ours, sizeof ours - 1, offered, offered_size) != OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_ALERT_FATAL; // RFC 7301, 3.2: we speak nothing else
  *chosen = match;
  return SSL_TLSEXT_ERR_OK;
}

auto harden(ssl::context& made) -> bool {
  auto* native = made.native_handle();
  SSL_CTX_set_options(
      native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_num_tickets(native, 0);
  SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_alpn_select_cb(native, choose_protocol, nullptr);
  return SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION) == 1 &&
         SSL_CTX_set_cipher_list(native, ciphers_of_tls_12) == 1;
}

auto unusable(const std::string& file, const boost::system::error_code& why) -> tl::unexpected<error> {
  return fail(errc::invalid_input, fmt::format("cannot use {}: {}", file, why.message()));
}

} // namespace

auto load_tls(const tls_files& from) -> result<std::shared_ptr<ssl::context>> {
  if (from.certificate.empty() || from.key.empty())
    return fail(errc::invalid_input, "--tls-cert and --tls-key belong together");
  auto made = std::make_shared<ssl::context>(ssl::context::tls_server);
  if (!harden(*made))
    return fail(errc::system_failure, "this OpenSSL has no TLS as it is wanted");
  boost::system::error_code why;
  made->use_certificate_chain_file(from.certificate, why);
  if (why)
    return unusable(from.certificate, why);
  made->use_private_key_file(from.key, ssl::context::pem, why);
  if (why)
    return unusable(from.key, why);
  return made;
}

} // namespace sinew::gateway
