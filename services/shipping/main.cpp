// SPDX-License-Identifier: Apache-2.0
#include "bridge/service_main.hpp"
#include "services/outside/guard_options.hpp"
#include "services/outside/http_address.hpp"
#include "services/shipping/http_carrier.hpp"
#include "services/shipping/shipping_service.hpp"

#include <CLI/CLI.hpp>

namespace {

/// What this program has beside its service: where the carrier is, and the line to it.
struct outside {
  std::string url{shop::usual_http_address};
  sinew::dependency_options guard;
  std::optional<shop::http_carrier> parcels;

  void add_options(CLI::App& app) {
    app.add_option("--carrier", url, "Where the carrier listens")
        ->envname("SINEW_CARRIER")
        ->check(CLI::Validator{shop::complaint_about_http_address, "URL"})
        ->capture_default_str();
    shop::bind_guard_options(app, "carrier", guard);
  }

  auto define(const sinew::poster& post, sinew::loop& where) -> sinew::result<sinew::service> {
    if (const auto faults = shop::faults_of(guard); !faults.empty())
      return sinew::fail(sinew::errc::invalid_input, "the carrier's guard: " + faults);
    return shop::parse_http_address(url).map([&](const shop::http_address& address) {
      shop::http_client_options options;
      options.where = address;
      parcels.emplace(options, guard, where, post);
      auto served = shop::shipping_service(*parcels);
      served.dependencies.push_back(sinew::watched(parcels->guard()));
      return served;
    });
  }

  auto tell() const -> sinew::result<void> {
    shop::tell_http_address("carrier", "--carrier", url);
    return {};
  }
};

} // namespace

auto main(int argc, char** argv) -> int {
  outside world;
  return sinew::service_main(
      argc, argv,
      {.name = "shipping",
       .about = "Books a carrier for each paid order, and cancels it when the order is undone.",
       .options = [&](CLI::App& app) { world.add_options(app); },
       .define = [&](const sinew::poster& post, sinew::loop& where) { return world.define(post, where); },
       .prepare = [&] { return world.tell(); }});
}
