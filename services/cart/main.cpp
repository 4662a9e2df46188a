// SPDX-License-Identifier: Apache-2.0
#include "bridge/service_main.hpp"
#include "services/cart/cart_service.hpp"

auto main(int argc, char** argv) -> int {
  return sinew::service_main(
      argc, argv,
      {.name = "cart",
       .about = "Keeps what customers mean to buy, at the catalog's prices, until they check out.",
       .options = {},
       .define = [](const sinew::poster&, sinew::loop&) { return shop::cart_service(); }});
}
