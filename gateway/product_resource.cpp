// SPDX-License-Identifier: Apache-2.0
#include "gateway/product_resource.hpp"

namespace sinew::gateway {

namespace {

/// A cart may have asked for the price of something that was never on sale: that has events, and is no product.
auto was_listed(const ordered_json& product) -> bool {
  return product.at("stage") != "unknown";
}

} // namespace

auto product_resource() -> resource {
  using need = action::need;
  constexpr auto* path = "/v1/products";
  return {.aggregate = "product",
          .path = path,
          .shown_to = access::anybody,
          .words = {{"not_listed", 404, ""},
                    {"already_listed", 409, "it is on sale already; change its price, or withdraw it first"}},
          .actions = {{.method = "PUT",
                       .below = "/{id}",
                       .command = "list",
                       .needs = access::staff,
                       .summary = "Sold from now on, or again",
                       .example = {{"name", "Ink, blue"},
                                   {"description", "Dries slowly."},
                                   {"price", {{"units", 1200}, {"currency", "EUR"}}}},
                       .status = 201,
                       .makes_at = path},
                      {.method = "PUT",
                       .below = "/{id}/price",
                       .command = "reprice",
                       .needs = access::staff,
                       .summary = "Costs something else from now on",
                       .example = {{"price", {{"units", 1100}, {"currency", "EUR"}}}}},
                      {.method = "DELETE",
                       .below = "/{id}",
                       .command = "withdraw",
                       .needs = access::staff,
                       .summary = "Not sold any more",
                       .body = need::none}},
          .is_there = was_listed};
}

} // namespace sinew::gateway
