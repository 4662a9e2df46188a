// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "services/outside/http_client.hpp"
#include "services/shipping/carrier.hpp"

namespace shop {

/// A carrier that is spoken to over HTTP: `PUT` and `DELETE /v1/bookings/{shipment}` with JSON, as the sandbox offers.
/// Threads and limits are those of `http_client`.
class http_carrier final : public carrier {
 public:
  /// How long one call may take.
  static constexpr std::chrono::milliseconds patience{10'000};

  http_carrier(http_client_options options, sinew::poster post);

  void book(std::string_view shipment, const address& to, sinew::completion<answer> done) override;
  void cancel(std::string_view shipment, sinew::completion<void> done) override;

 private:
  http_client client_;
};

} // namespace shop
