// SPDX-License-Identifier: Apache-2.0
#include "gateway/customer_resource.hpp"

namespace sinew::gateway {

auto customer_resource() -> resource {
  using need = action::need;
  constexpr auto* path = "/v1/customers";
  return {.aggregate = "customer",
          .path = path,
          .owner = "id",
          .words = {{"not_registered", 404, ""},
                    {"already_registered", 422, "there is a customer of that id already"},
                    {"already_closed", 409, "the customer is gone, and the id is never given to anybody else"}},
          .actions = {{.method = "POST",
                       .below = "",
                       .command = "register",
                       .summary = "Registers a customer",
                       .example = {{"name", "Ada Example"}, {"email", "ada@example.test"}},
                       .key = need::required,
                       .status = 201,
                       .makes_at = path},
                      {.method = "PUT",
                       .below = "/{id}/email",
                       .command = "change_email",
                       .summary = "Letters go elsewhere from now on",
                       .example = {{"email", "ada@example.org"}}},
                      {.method = "DELETE",
                       .below = "/{id}",
                       .command = "close",
                       .summary = "The customer is gone, for ever",
                       .body = need::none}}};
}

} // namespace sinew::gateway
