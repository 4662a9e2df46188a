// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/epoll_poller.hpp"
#include "actors/loop.hpp"
#include "tools/up/child_process.hpp"
#include "tools/up/line_splitter.hpp"
#include "tools/up/log_printer.hpp"
#include "tools/up/restart_budget.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sinew {

/// A process that is to run as long as the system does.
struct child_spec {
  std::string name; // "order-1": shown before its lines
  std::vector<std::string> arguments;
  std::vector<std::string> environment = {}; // `NAME=value`, on top of ours
  /// Hears every line it prints, before it is shown. False: not worth showing.
  std::function<bool(std::string_view line)> on_line = [](std::string_view) { return true; };
  /// When it dies before the system is up, the start has failed.
  bool vital = false;
  /// How long it may take to end after SIGTERM, before it is killed.
  std::chrono::milliseconds farewell{10'000};
};

/// Starts children, prints what they say, starts those again that die, and stops them in the reverse order of starting.
///
/// Until `system_is_up` a death is a failed start: exit code 2 of a child (its word for a broken environment) and the
/// death of a `vital` one end the run. Later only a child that keeps dying does. Loop's thread. Children do not outlive
/// it.
class supervisor {
 public:
  supervisor(loop& where, epoll_poller& poller, log_printer& log);
  ~supervisor();
  supervisor(const supervisor&) = delete;
  auto operator=(const supervisor&) -> supervisor& = delete;

  /// system_failure: the program cannot be started.
  auto start(child_spec spec) -> result<void>;
  void system_is_up() { up_ = true; }
  /// Collects the children that have ended; call after SIGCHLD.
  void reap();

  /// Why the run cannot go on, if so.
  struct failure {
    std::string what;
    bool environment_at_fault; // else: something is broken
  };
  [[nodiscard]] auto failed() const -> const std::optional<failure>& { return failed_; }
  /// The last lines of a child, shown or not: why it died.
  [[nodiscard]] auto last_words(std::string_view name) const -> std::string;

  /// SIGTERM to the children whose name passes, then SIGKILL to those that are still there after their time. Returns
  /// when all of them are gone; turns the loop meanwhile.
  void stop(const std::function<bool(std::string_view name)>& which);
  /// No patience any more: SIGKILL to all.
  void kill_all();

 private:
  struct child {
    child_spec spec;
    child_process process;
    line_splitter lines{nullptr};
    restart_budget budget;
    loop::time_point born{};
    loop::timer_id restart = 0;
    std::deque<std::string> recent;
    bool wanted = true;

    [[nodiscard]] auto runs() const -> bool { return process.pid > 0; }
  };

  auto launch(child& c) -> result<void>;
  /// True: there may be more to read at once.
  auto hear(child& c) -> bool;
  void stop_hearing(child& c);
  void on_line(child& c, std::string_view line);
  void on_death(child& c, const std::string& how, bool blames_environment);
  void plan_restart(child& c, const std::string& how);

  loop& loop_;
  epoll_poller& poller_;
  log_printer& log_;
  std::vector<std::unique_ptr<child>> children_;
  std::optional<failure> failed_;
  bool up_ = false;
};

} // namespace sinew
