// SPDX-License-Identifier: Apache-2.0
#include "bridge/service_options.hpp"
#include "gateway/gateway_options.hpp"
#include "gateway/gateway_run.hpp"
#include "kernel/names.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <random>

namespace {

enum exit_code : int { stopped = 0, broke_down = 1, environment_at_fault = 2 };

auto complain(std::string_view what) -> int {
  fmt::print(stderr, "sinew-gateway: {}\n", what);
  return environment_at_fault;
}

} // namespace

auto main(int argc, char** argv) -> int {
  sinew::gateway::gateway_options options;
  CLI::App app{"The shop's door: customers, products, carts and orders over HTTP, for browsers, curl and programs.",
               "sinew-gateway"};
  options.bind(app);
  app.set_version_flag("--version", SINEW_VERSION);
  app.footer(
      "Exit codes: 0 stopped cleanly, 1 it broke down and is to be started again, 2 the environment is at fault: no\n"
      "broker at the address, a port that is taken, a bad option …");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& wrong) {
    return app.exit(wrong) == 0 ? stopped : environment_at_fault;
  }
  if (options.node.empty())
    options.node = fmt::format("gateway-{:08x}", std::random_device{}());
  if (!sinew::is_valid_id(options.node))
    return complain("--node must be 1 to 64 letters, digits, '_' or '-'");
  sinew::start_logging({.node = options.node, .log_level = options.log_level, .log_format = options.log_format});
  try {
    const auto ended = sinew::gateway::run_gateway(options);
    return ended ? stopped : complain(ended.error().what);
  } catch (const std::exception& unforeseen) { // the edge: a library gave up
    spdlog::critical("{}", unforeseen.what());
    return broke_down;
  }
}
