// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/registry_mirror.hpp"
#include "tools/tap/stream_follower.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace sinew::gateway {

/// What is stored in the logs of all services from now on, for as long as somebody listens. All listeners share one consumer a
/// stream, and nobody listening costs nothing. Loop's thread.
class live_log {
 public:
  /// `body` is unverified and lives for the call.
  using handler =
      std::function<void(std::string_view stream, std::string_view subject, std::uint64_t position, bytes_view body)>;
  /// Listens for as long as it lives; may outlive the log.
  using watch = std::shared_ptr<void>;

  /// Both must outlive it, and it the loop's last turn.
  live_log(client& with, const registry_mirror& known);

  /// `on` is called once, as soon as all services' logs are followed: what is stored from then on is heard. `h` may drop any
  /// watch.
  auto listen(handler h, std::function<void()> on) -> watch;

  /// Follows services that have come, if anybody listens.
  void on_registry_changed();

 private:
  struct listener {
    handler hear;
    std::function<void()> on; // empty: it has been called
  };
  struct followed {
    std::unique_ptr<stream_follower> follower;
    bool is_on = false;
    bool is_starting = false;
  };

  void follow(const std::string& stream);
  void find_end(const std::string& stream);
  void follow_behind(const std::string& stream, std::uint64_t end);
  void try_again(const std::string& stream, const error& why);
  void tell_on();
  void tell(std::string_view stream, std::string_view subject, std::uint64_t position, bytes_view body);
  void forget(std::uint64_t listener_id);

  client& with_;
  const registry_mirror& known_;
  std::map<std::string, followed, std::less<>> tails_;
  std::map<std::uint64_t, listener> listeners_;
  std::uint64_t last_id_ = 0;
  std::shared_ptr<live_log*> self_ = std::make_shared<live_log*>(this); // gone when this is
};

} // namespace sinew::gateway
