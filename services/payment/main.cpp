// SPDX-License-Identifier: Apache-2.0
#include "bridge/service_main.hpp"
#include "services/outside/guard_options.hpp"
#include "services/outside/http_address.hpp"
#include "services/payment/http_card_provider.hpp"
#include "services/payment/payment_service.hpp"

#include <CLI/CLI.hpp>

namespace {

/// What this program has beside its service: where the card provider is, and the line to it.
struct outside {
  std::string url{shop::usual_http_address};
  sinew::dependency_options guard;
  std::optional<shop::http_card_provider> cards;

  void add_options(CLI::App& app) {
    app.add_option("--card-provider", url, "Where the card provider listens")
        ->envname("SINEW_CARD_PROVIDER")
        ->check(CLI::Validator{shop::complaint_about_http_address, "URL"})
        ->capture_default_str();
    shop::bind_guard_options(app, "card-provider", guard);
  }

  auto define(const sinew::poster& post, sinew::loop& where) -> sinew::result<sinew::service> {
    if (const auto faults = shop::faults_of(guard); !faults.empty())
      return sinew::fail(sinew::errc::invalid_input, "the card provider's guard: " + faults);
    return shop::parse_http_address(url).map([&](const shop::http_address& address) {
      shop::http_client_options options;
      options.where = address;
      cards.emplace(options, guard, where, post);
      auto served = shop::payment_service(*cards);
      served.dependencies.push_back(sinew::watched(cards->guard()));
      return served;
    });
  }

  auto tell() const -> sinew::result<void> {
    shop::tell_http_address("card provider", "--card-provider", url);
    return {};
  }
};

} // namespace

auto main(int argc, char** argv) -> int {
  outside world;
  return sinew::service_main(
      argc, argv,
      {.name = "payment",
       .about = "Takes the money for orders, by card or from prepaid accounts, and gives it back.",
       .options = [&](CLI::App& app) { world.add_options(app); },
       .define = [&](const sinew::poster& post, sinew::loop& where) { return world.define(post, where); },
       .prepare = [&] { return world.tell(); }});
}
