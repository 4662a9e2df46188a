// SPDX-License-Identifier: Apache-2.0
#include "services/notification/notification_service.hpp"

#include "schemas/notification_bfbs.hpp"
#include "services/notification/notification_codec.hpp"
#include "services/notification/notification_reactions.hpp"

namespace shop {

auto notification_service(mail& post) -> sinew::service {
  return {.name = "notification",
          .aggregates = {&sinew::kind_of<notification>()},
          .reactions = notification_reactions(post),
          .schema = std::as_bytes(std::span{sinew::embedded::notification_bfbs})};
}

} // namespace shop
