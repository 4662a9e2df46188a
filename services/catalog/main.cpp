// SPDX-License-Identifier: Apache-2.0
#include "bridge/service_main.hpp"
#include "services/catalog/catalog_service.hpp"

auto main(int argc, char** argv) -> int {
  return sinew::service_main(argc, argv,
                             {.name = "catalog",
                              .about = "Knows what the shop sells, and quotes prices to carts.",
                              .options = {},
                              .define = [](const sinew::poster&, sinew::loop&) { return shop::catalog_service(); }});
}
