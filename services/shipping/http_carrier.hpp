// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "services/outside/http_line.hpp"
#include "services/shipping/carrier.hpp"

namespace shop {

/// A carrier that is spoken to over HTTP: `PUT` and `DELETE /v1/bookings/{shipment}` with JSON, as the sandbox offers.
/// Threads and limits are those of `http_line`.
class http_carrier final : public carrier {
 public:
  http_carrier(http_client_options client, const sinew::dependency_options& guard, sinew::loop& where,
               sinew::poster post);

  void book(std::string_view shipment, const address& to, sinew::timestamp deadline,
            sinew::completion<answer> done) override;
  void cancel(std::string_view shipment, sinew::completion<void> done) override;

  [[nodiscard]] auto guard() const -> const sinew::dependency& { return line_.guard(); }

 private:
  http_line line_;
};

} // namespace shop
