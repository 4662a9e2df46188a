// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/floor/plain_link.hpp"

#include <string>

namespace sinew::bench {

/// The floor of a query: a request and an answer of the size the asker wants, nothing stored, nothing computed.
class query_server {
 public:
  /// Answers on `qry.<service>.echo` with the request's own bytes.
  query_server(plain_link& on, std::string service) : link_{on}, service_{std::move(service)} {}

  auto serve() -> result<void>;

 private:
  plain_link& link_;
  std::string service_;
};

} // namespace sinew::bench
