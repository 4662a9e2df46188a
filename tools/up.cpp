// SPDX-License-Identifier: Apache-2.0
#include "tools/checks.hpp"
#include "tools/up/running_system.hpp"
#include "tools/verb.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace sinew {

namespace {

constexpr std::string_view usage = R"(
Starts nats-server (2.14 or newer), the sandbox of outside parties and every service, prints one line
  ready nats=<url> services=<list> durability=<label> data=<folder> [http=<url>]
on stdout once all of them can serve, shows their logs on stderr, starts again what dies, and stops
everything on Ctrl-C. Nothing it started outlives it, even when it is killed.

Durability labels:
  memory  lost when the broker ends
  file    survives kill -9 of any process; a power failure may cost what the last 2 minutes brought
  fsync   on the disk before it is acknowledged
  quorum  three nats-servers, each with everything; any one of them may die. Here all three run on this machine, which
          shows how it works; deploy/README.md says how to do it on three

Examples:
  sinew up                                    try it; everything is gone afterwards
  sinew up --data-dir ~/shop --nodes 2        keep the data; two processes of each service
  sinew up --services order,inventory         a part of it
  sinew up --http-port 8080                   with a gateway: curl http://127.0.0.1:8080/readyz
  sinew up --durability quorum                a broker of three servers
  sinew up --nats nats://broker:4222          use a broker that runs already

Exit codes: 0 stopped, 1 a part kept dying, 2 the machine or an option is at fault.
)";

void read_durability(system_plan& into, const std::string& label) {
  const auto parsed = topology::parse_durability(label);
  if (!parsed) // the way CLI11 wants to hear it
    throw CLI::ValidationError{"--durability", parsed.error().what};
  into.durability = *parsed;
}

} // namespace

auto up_verb() -> verb {
  return {"Run",
          "up",
          "start the whole system on this machine, show its logs, stop it on Ctrl-C",
          usage,
          [](CLI::App& app) -> verb_action {
            auto plan = std::make_shared<system_plan>();
            app.add_option("--data-dir", plan->data, "Where to keep the data (default: a temporary folder)");
            app.add_option("--nats-port", plan->nats_port, "Port of the broker on 127.0.0.1; 0: any free one")
                ->default_str("4222")
                ->check(whole_number(0, 65'535, "port: 0 to 65535"));
            app.add_option("--http-port", plan->http_port,
                           "Start a gateway on that port of 127.0.0.1; 0: any free one (default: no gateway)")
                ->type_name("PORT")
                ->check(whole_number(0, 65'535, "port: 0 to 65535"));
            app.add_option("--http-rate", plan->http_rate,
                           "Requests a second which it takes from each client; 0: as many as they like (default: 100)")
                ->type_name("NUMBER")
                ->check(whole_number(0, 1'000'000, "rate: 0 to 1000000"));
            app.add_option("--nodes", plan->nodes, "Processes of each service, 1 to 64")
                ->check(CLI::Range(1, 64))
                ->default_str("1");
            app.add_option(
                   "--lanes", plan->lanes,
                   "Consumers of each subscription, 1 to 64, so that as many nodes can read at once; never to change")
                ->check(CLI::Range(1, 64))
                ->default_str("1");
            app.add_option("--services", plan->services, "Which services, separated by commas (default: all)")
                ->delimiter(',');
            app.add_option_function<std::string>(
                   "--durability", [plan](const std::string& label) { read_durability(*plan, label); },
                   "memory, file, fsync or quorum (default: file)")
                ->type_name("LABEL");
            app.add_flag("--verbose", plan->verbose, "Show all that nats-server tells");
            return [plan](const common_options& common, const terminal& where) {
              // Only a broker named on purpose is used: SINEW_NATS may stem from an earlier `up`.
              if (!common.nats.empty())
                plan->nats_url = common.nats;
              return running_system{*plan, where}.run();
            };
          },
          false};
}

} // namespace sinew
