// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "services/outside/http_line.hpp"
#include "services/payment/card_provider.hpp"

namespace shop {

/// A card provider that is spoken to over HTTP: `PUT` and `DELETE /v1/charges/{payment}` with JSON, as the sandbox offers.
/// Threads and limits are those of `http_line`.
class http_card_provider final : public card_provider {
 public:
  http_card_provider(http_client_options client, const sinew::dependency_options& guard, sinew::loop& where,
                     sinew::poster post);

  void charge(const charge_order& what, sinew::completion<answer> done) override;
  void cancel(const payment_id& what, sinew::completion<void> done) override;

  [[nodiscard]] auto guard() const -> const sinew::dependency& { return line_.guard(); }

 private:
  http_line line_;
};

} // namespace shop
