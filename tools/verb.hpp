// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/exit_code.hpp"
#include "tools/terminal.hpp"

#include <CLI/App.hpp>

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// Options that every verb has.
struct common_options {
  std::string nats = "nats://127.0.0.1:4222";
  bool json = false;
  color_choice color = color_choice::automatic;
};

/// What a verb does once its options are read.
using verb_action = std::function<exit_code(const common_options&, const terminal&)>;

/// One word of the command line: `sinew send`.
struct verb {
  std::string_view group; // heading on the front page
  std::string_view name;
  std::string_view about; // one line
  std::string_view usage; // longer help: what it promises, exit codes, examples
  /// Declares the options on `app` and returns what runs with them; the action owns what the options are read into.
  std::function<verb_action(CLI::App& app)> declare;
  /// Without --nats, SINEW_NATS and then the usual address are taken. False: nothing is, and `common_options::nats` is
  /// empty.
  bool needs_broker = true;
};

auto up_verb() -> verb;
auto send_verb() -> verb;
auto state_verb() -> verb;
auto list_verb() -> verb;
auto history_verb() -> verb;
auto tap_verb() -> verb;
auto decode_verb() -> verb;
auto saga_verb() -> verb;
auto trace_verb() -> verb;
auto describe_verb() -> verb;
auto cluster_verb() -> verb;
auto node_verb() -> verb;
auto park_verb() -> verb;
auto token_verb() -> verb;
auto projection_verb() -> verb;
auto route_verb() -> verb;

/// All of this room, in the order of the front page. `main` puts those of other rooms behind them.
auto all_verbs() -> std::vector<verb>;

} // namespace sinew
