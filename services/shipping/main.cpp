// SPDX-License-Identifier: Apache-2.0
#include "bridge/service_main.hpp"
#include "services/outside/party_options.hpp"
#include "services/shipping/http_carrier.hpp"
#include "services/shipping/shipping_service.hpp"

#include <optional>

auto main(int argc, char** argv) -> int {
  shop::party_options outside{{.party = "carrier", .option = "carrier", .variable = "SINEW_CARRIER"}};
  std::optional<shop::http_carrier> parcels;
  const auto define = [&](const sinew::poster& post, sinew::loop& where) {
    return outside.read().map([&](const shop::party_options::chosen& how) {
      parcels.emplace(how.client, how.guard, where, post);
      auto served = shop::shipping_service(*parcels);
      served.dependencies.push_back(sinew::watched(parcels->guard()));
      return served;
    });
  };
  const auto prepare = [&]() -> sinew::result<void> {
    outside.tell();
    return {};
  };
  return sinew::service_main(argc, argv,
                             {.name = "shipping",
                              .about = "Books a carrier for each paid order, and cancels it when the order is undone.",
                              .options = [&](CLI::App& app) { outside.add_to(app); },
                              .define = define,
                              .prepare = prepare});
}
