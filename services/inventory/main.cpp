// SPDX-License-Identifier: Apache-2.0
#include "bridge/service_main.hpp"
#include "services/inventory/inventory_service.hpp"

auto main(int argc, char** argv) -> int {
  return sinew::service_main(argc, argv,
                             {.name = "inventory",
                              .about = "Counts the pieces of every article, and puts aside what orders want.",
                              .options = {},
                              .define = [](const sinew::poster&, sinew::loop&) { return shop::inventory_service(); }});
}
