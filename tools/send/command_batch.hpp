// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/send/command_writer.hpp"
#include "tools/send/line_source.hpp"
#include "tools/send/persistent_sender.hpp"
#include "tools/send/tally.hpp"
#include "tools/terminal.hpp"

#include <deque>
#include <istream>
#include <string>
#include <unordered_map>

namespace sinew {

/// Sends the commands of a file of JSON lines, many at once, those of one aggregate one after the other. A line that is
/// wrong is told and counted; the others go on.
class command_batch {
 public:
  struct plan {
    std::string file_name; // for messages
    std::size_t concurrency = 64;
    std::chrono::milliseconds timeout{10'000};
  };
  command_batch(client& with, command_writer& writer, const terminal& where, plan p);

  /// Returns the worst of all that happened.
  auto run(std::istream& lines) -> exit_code;

 private:
  void pump();
  void take(const line_source::numbered_line& line);
  auto read_command(const std::string& text) -> result<message>;
  void start(message command);
  void on_end(const message& command, loop::time_point started, const result<receipt>& how);
  void show_progress();

  client& with_;
  command_writer& writer_;
  const terminal& where_;
  plan plan_;
  persistent_sender sender_;
  tally tally_;
  line_source* source_ = nullptr;
  /// Aggregates with a command in flight, and what waits behind it.
  std::unordered_map<std::string, std::deque<message>> busy_;
  std::size_t waiting_ = 0;
  loop::time_point begun_{};
  loop::time_point shown_{};
};

/// How a receipt is printed: one line of JSON.
auto receipt_json(const message& command, const result<receipt>& how) -> ordered_json;
/// The exit code that tells of it.
auto exit_code_of(const result<receipt>& how) -> exit_code;

} // namespace sinew
