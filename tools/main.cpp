// SPDX-License-Identifier: Apache-2.0
#include "bench/bench_verb.hpp"
#include "tools/command_line.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <exception>

auto main(int argc, char** argv) -> int {
  try {
    // What the bridge has to say (a broken connection …) is for the person: stdout belongs to the results.
    spdlog::set_default_logger(spdlog::stderr_logger_mt("sinew"));
    spdlog::set_pattern("sinew: %v");
    auto verbs = sinew::all_verbs();
    verbs.push_back(sinew::bench::bench_verb());
    return static_cast<int>(sinew::run_command_line(verbs, argc, argv));
  } catch (const std::exception& unforeseen) { // the edge: a library gave up, e.g. no descriptors are left
    std::fprintf(stderr, "sinew: %s; this machine is short of something\n", unforeseen.what());
    return static_cast<int>(sinew::exit_code::bad_input);
  }
}
