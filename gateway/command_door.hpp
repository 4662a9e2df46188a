// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/registry_mirror.hpp"
#include "telemetry/work_scope.hpp"
#include "tools/send/command_writer.hpp"
#include "tools/send/persistent_sender.hpp"

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
  /// The traceparent. Unless told, that of what this thread works on when this is made: it may be sent much later.
  std::string trace = std::string{work_scope::current().trace};
};

/// Where JSON becomes a command, and a command a receipt. Loop's thread.
class command_door {
 public:
  /// A command is tried for `patience`, and not begun later. Both must outlive it.
  command_door(client& with, const registry_mirror& known, std::chrono::milliseconds patience);

  /// invalid_input names the field at fault. unavailable: no service with that aggregate has registered.
  auto write(const asked_command& what) -> result<message>;
  /// Sends until there is a receipt that will not change; see persistent_sender.
  void send(message command, completion<receipt> done) { sender_.send(std::move(command), std::move(done)); }

 private:
  auto writer_for(const asked_command& what) -> result<command_writer*>;

  client& with_;
  const registry_mirror& known_;
  std::chrono::milliseconds patience_;
  persistent_sender sender_;
  /// Writers are slow to make; they are of one state of the registry.
  std::shared_ptr<const catalog> made_for_;
  std::map<std::string, command_writer, std::less<>> writers_;
};

} // namespace sinew::gateway
