// SPDX-License-Identifier: Apache-2.0
#include "actors/messages.hpp"

namespace sinew {

handle_command::handle_command()
    : command{message::write({.aggregate = "none", .aggregate_id = "none", .type = "none"},
                             {{{.id = {0, 1}, .correlation = "none"}, bytes{}}})},
      reply{{}, [](const receipt&) {}} {}

} // namespace sinew
