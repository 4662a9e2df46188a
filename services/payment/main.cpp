// SPDX-License-Identifier: Apache-2.0
#include "bridge/service_main.hpp"
#include "services/outside/party_options.hpp"
#include "services/payment/http_card_provider.hpp"
#include "services/payment/payment_service.hpp"

#include <optional>

auto main(int argc, char** argv) -> int {
  shop::party_options outside{{.party = "card provider", .option = "card-provider", .variable = "SINEW_CARD_PROVIDER"}};
  std::optional<shop::http_card_provider> cards;
  const auto define = [&](const sinew::poster& post, sinew::loop& where) {
    return outside.read().map([&](const shop::party_options::chosen& how) {
      cards.emplace(how.client, how.guard, where, post);
      auto served = shop::payment_service(*cards);
      served.dependencies.push_back(sinew::watched(cards->guard()));
      return served;
    });
  };
  const auto prepare = [&]() -> sinew::result<void> {
    outside.tell();
    return {};
  };
  return sinew::service_main(
      argc, argv,
      {.name = "payment",
       .about = "Takes the money for orders, by card or from prepaid accounts, and gives it back.",
       .options = [&](CLI::App& app) { outside.add_to(app); },
       .define = define,
       .prepare = prepare});
}
