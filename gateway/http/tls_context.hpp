// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"

#include <memory>
#include <string>

namespace boost::asio::ssl {
class context;
}

namespace sinew::gateway {

/// Where a server's certificate (with those between it and the root, in that order) and its private key lie, in PEM.
struct tls_files {
  std::string certificate;
  std::string key;

  [[nodiscard]] auto are_given() const -> bool { return !certificate.empty() || !key.empty(); }
};

/// How connections are secured: TLS 1.3, or 1.2 with forward secrecy and authenticated ciphers; no renegotiation, no tickets, no
/// compression; HTTP/1.1 is agreed on where the client asks (ALPN). invalid_input, system_failure: a file cannot be read, or the key
/// is not the certificate's.
auto load_tls(const tls_files& from) -> result<std::shared_ptr<boost::asio::ssl::context>>;

} // namespace sinew::gateway
