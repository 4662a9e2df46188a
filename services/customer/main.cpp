// SPDX-License-Identifier: Apache-2.0
#include "bridge/service_main.hpp"
#include "services/customer/customer_service.hpp"

auto main(int argc, char** argv) -> int {
  return sinew::service_main(argc, argv,
                             {.name = "customer",
                              .about = "Knows who buys in the shop, and where letters reach them.",
                              .options = {},
                              .define = [](const sinew::poster&, sinew::loop&) { return shop::customer_service(); }});
}
