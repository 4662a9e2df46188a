// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"
#include "actors/service.hpp"
#include "kernel/result.hpp"

#include <functional>
#include <string_view>

namespace CLI {
class App;
}

namespace sinew {

/// What distinguishes one service's executable from another's.
struct service_program {
  /// The service's name; also that of the executable.
  std::string_view name;
  /// One sentence for `--help`.
  std::string_view about;
  /// Adds options of its own (addresses of outside parties …). May be empty.
  std::function<void(CLI::App&)> options;
  /// Builds the definition, once options are parsed. Called once, on the loop's thread, before anything is delivered.
  /// `post` is how adapters on other threads come back to the loop `where`, on which the node will run (for their timers;
  /// it ends before `service_main` returns). What the definition refers to must live until
  /// `service_main` returns. An error says what is wrong with the environment (a folder that cannot be written …): exit
  /// code 2 with its text.
  std::function<result<service>(const poster& post, loop& where)> define;
  /// Makes ready what the service needs of this machine (folders …), before it connects; not when it only describes
  /// itself. An error ends it likewise. May be empty.
  std::function<result<void>()> prepare = {};
};

/// The whole of every service's `main`: reads options and the TOML file, connects, applies the topology, registers the
/// schema, runs the node on the one loop until SIGTERM or SIGINT, drains (bounded time).
///
/// Exit codes: 0 stopped cleanly; 2 the environment is at fault (unreachable or too old broker, bad option, a living node of the same name …), with one
/// clear line on stderr; 1 the node broke down and says why: whoever supervises it starts it again.
auto service_main(int argc, char** argv, const service_program& program) -> int;

} // namespace sinew
