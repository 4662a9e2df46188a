// SPDX-License-Identifier: Apache-2.0
#include "bridge/service_main.hpp"
#include "services/order/order_service.hpp"

auto main(int argc, char** argv) -> int {
  return sinew::service_main(argc, argv,
                             {.name = "order",
                              .about = "Takes orders, and sees each through to its end: confirmed or cancelled.",
                              .options = {},
                              .define = [](const sinew::poster&, sinew::loop&) { return shop::order_service(); }});
}
