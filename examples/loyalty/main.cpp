// SPDX-License-Identifier: Apache-2.0
#include "bridge/service_main.hpp"
#include "loyalty_service.hpp"

auto main(int argc, char** argv) -> int {
  return sinew::service_main(argc, argv,
                             {.name = "loyalty",
                              .about = "Credits customers with points for confirmed orders.",
                              .options = {},
                              .define = [](const sinew::poster&, sinew::loop&) { return loyalty::loyalty_service(); }});
}
