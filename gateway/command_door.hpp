// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/registry_mirror.hpp"
#include "tools/send/command_writer.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <string>

namespace sinew::gateway {

/// One command that somebody asks for through HTTP.
struct asked_command {
  std::string aggregate;
  std::string command;
  std::string id;
  uuid command_id;
  std::string actor;
  ordered_json fields;
  /// The traceparent; empty: none.
  std::string trace = {};
  /// Its receipt is to tell when each step was done.
  bool time_hops = false;
};

/// Where JSON becomes a command. Loop's thread.
class command_door {
 public:
  /// A command is not begun later than `patience` after it was written. `known` must outlive it.
  command_door(const registry_mirror& known, std::chrono::milliseconds patience) : known_{known}, patience_{patience} {}

  /// invalid_input names the field at fault. unavailable: no service with that aggregate has registered.
  auto write(const asked_command& what) -> result<message>;

 private:
  auto writer_for(const asked_command& what) -> result<command_writer*>;

  const registry_mirror& known_;
  std::chrono::milliseconds patience_;
  /// Writers are slow to make; they are of one state of the registry.
  std::shared_ptr<const catalog> made_for_;
  std::map<std::string, command_writer, std::less<>> writers_;
};

} // namespace sinew::gateway
