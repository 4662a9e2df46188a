// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "services/outside/http_client.hpp"
#include "services/payment/card_provider.hpp"

namespace shop {

/// A card provider that is spoken to over HTTP: `PUT` and `DELETE /v1/charges/{payment}` with JSON, as the sandbox offers.
/// Threads and limits are those of `http_client`.
class http_card_provider final : public card_provider {
 public:
  /// How long one call may take, if the deadline leaves that much.
  static constexpr std::chrono::milliseconds patience{10'000};

  http_card_provider(http_client_options options, sinew::poster post);

  void charge(const charge_order& what, sinew::completion<answer> done) override;
  void cancel(const payment_id& what, sinew::completion<void> done) override;

 private:
  sinew::poster post_;
  http_client client_;
};

} // namespace shop
