// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/epoll_poller.hpp"
#include "actors/loop.hpp"
#include "bridge/connection.hpp"
#include "tools/terminal.hpp"
#include "tools/token/running_key.hpp"
#include "tools/up/broker_plan.hpp"
#include "tools/up/data_directory.hpp"
#include "tools/up/log_printer.hpp"
#include "tools/up/node_board.hpp"
#include "tools/up/programs.hpp"
#include "tools/up/signals.hpp"
#include "tools/up/supervisor.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sinew {

/// What is to run.
struct system_plan {
  /// Empty: a temporary folder, removed at the end.
  std::filesystem::path data;
  /// 0: any free one.
  std::uint16_t nats_port = 4222;
  /// Where a gateway is to listen on 127.0.0.1; 0: any free port; none: no gateway.
  std::optional<std::uint16_t> http_port;
  /// Requests a second which it takes from each client; none: as many as it does by itself.
  std::optional<std::uint32_t> http_rate;
  /// A broker that runs already; none: start one.
  std::optional<std::string> nats_url;
  std::vector<std::string> services{std::begin(shop_services), std::end(shop_services)};
  int nodes = 1; // of each service
  int lanes = 1; // of each subscription; with kept data, as it was the first time
  topology::durability durability = topology::durability::file;
  /// Show what nats-server tells in good times too.
  bool verbose = false;
};

/// A whole system on this machine: broker, outside parties, services; from nothing to ready to nothing again.
/// Everything it starts is gone when `run` returns. One per process, on the main thread, before any other thread
/// exists.
class running_system {
 public:
  running_system(system_plan plan, const terminal& where);

  /// Runs until SIGINT or SIGTERM (done), a broken environment (bad_input) or a part that keeps dying (broken).
  auto run() -> exit_code;

 private:
  auto bring_up() -> result<void>;
  auto check_environment() -> result<void>;
  auto start_brokers() -> result<void>;
  auto start_broker(const broker_seat& seat) -> result<void>;
  auto connect() -> result<void>;
  auto start_sandbox() -> result<void>;
  auto start_services() -> result<void>;
  auto start_service(const std::string& service, int number) -> result<void>;
  auto start_gateway() -> result<void>;
  /// Makes the key that `sinew token` signs with, unless the data has one. Answers with what the gateway is to be told of it.
  auto keep_key() -> result<std::vector<std::string>>;
  void watch_nodes();
  /// Turns the loop until `done`, a failure, or Ctrl-C. `what` is awaited, for the message.
  auto await(const std::function<bool()>& done, std::chrono::milliseconds patience, const std::string& what)
      -> result<void>;
  void tell_ready() const;
  void stay_up();
  void bring_down();
  auto verdict(const result<void>& start) const -> exit_code;

  [[nodiscard]] auto url() const -> std::string;
  void on_stop_signal();

  system_plan plan_;
  const terminal& terminal_;
  log_printer log_;
  epoll_poller poller_;
  loop loop_;
  signals signals_;
  std::optional<data_directory> data_;
  supervisor children_;
  std::unique_ptr<connection> broker_;
  node_board board_;

  std::filesystem::path nats_server_;
  broker_plan brokers_;
  std::string sandbox_url_;
  std::string http_url_;
  std::optional<running_key> key_;
  int stop_signals_ = 0;
};

} // namespace sinew
