// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace sinew::test {

/// How to run one that is no ordinary single server.
struct nats_setup {
  /// In place of address, port and store. Must make it listen on a fixed port of 127.0.0.1.
  std::vector<std::string> arguments;
  /// What the configuration refers to by `$NAME`.
  std::map<std::string, std::string> environment;
  /// Syncs every message to the disk before it acknowledges it, as label `fsync` wants it. Without `arguments` only.
  bool syncs_always = false;
};

/// A nats-server with JetStream of one test's own: free port on 127.0.0.1, own data in a temporary directory, which is
/// removed in the end. Dies with the test, however that ends. The program is that of the environment's NATS_SERVER, else
/// the one that scripts/setup has put under .deps/bin.
class private_nats_server {
 public:
  /// Throws std::runtime_error with the server's own words when it does not come up.
  explicit private_nats_server(nats_setup how = {});
  ~private_nats_server();
  private_nats_server(const private_nats_server&) = delete;
  auto operator=(const private_nats_server&) -> private_nats_server& = delete;

  [[nodiscard]] auto url() const -> std::string { return "nats://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] auto port() const -> int { return port_; }
  /// Of the running server; -1 when stopped.
  [[nodiscard]] auto pid() const -> pid_t { return pid_; }

  /// Ends it in an orderly way and waits for its end.
  void stop();
  /// Kills it with SIGKILL and waits for its end.
  void kill9();
  /// Starts it again on the same port with the same data. Precondition: stopped.
  void restart();

 private:
  void start();
  void end_with(int signal);
  void await_ready();

  nats_setup how_;
  std::filesystem::path directory_;
  int port_ = -1; // chosen by the server at its first start
  pid_t pid_ = -1;
};

} // namespace sinew::test
