// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "services/sandbox/desk.hpp"
#include "services/sandbox/http_server.hpp"
#include "services/sandbox/ledger.hpp"

#include <array>

namespace shop {

/// The outside parties of the shop, pretended: a card provider and a carrier, which speak real HTTP and remember.
///
///     PUT    /v1/charges/{id}   PUT    /v1/bookings/{id}    do it, once
///     DELETE /v1/charges/{id}   DELETE /v1/bookings/{id}    undo it, or see to it that it is never done
///     GET    /v1/charges        GET    /v1/bookings         all of them, for audits
///
/// One thread, that of `io`.
class sandbox {
 public:
  sandbox(boost::asio::io_context& io, ledger book);

  /// Answers one request, now or when the rules say so.
  void handle(const served_request& request, answerer answer);

 private:
  ledger book_;
  std::array<desk, 2> desks_;
};

} // namespace shop
