// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/names.hpp"
#include "tools/tap/stream_follower.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace sinew::gateway {

/// What is stored in one stream from now on, told to whoever watches the aggregate it is of. One consumer in the broker
/// serves all watchers: consumers are the dear part of JetStream. Loop's thread.
class event_tail {
 public:
  /// `body` is unverified and lives for the call.
  using handler = std::function<void(std::uint64_t position, bytes_view body)>;
  /// Watches for as long as it lives; may outlive the tail.
  using watch = std::shared_ptr<void>;

  /// `with` must outlive it, and it the loop's last turn.
  event_tail(client& with, std::string stream, std::string filter);

  /// Begins behind the stream's last message; tries again by itself until it succeeds.
  void start();
  /// Whether it has begun. Before, a watch hears nothing.
  [[nodiscard]] auto is_on() const -> bool { return is_on_; }

  /// Everything stored for `key` after this call is told, once and in order. `h` may drop any watch.
  auto watch_key(const aggregate_key& key, handler h) -> watch;

 private:
  struct watchers {
    /// Empty: it has been dropped.
    [[nodiscard]] auto find(std::string_view subject, std::uint64_t id) const -> handler;
    void forget(const std::string& subject, std::uint64_t id);

    std::map<std::string, std::map<std::uint64_t, handler>, std::less<>> of; // by the subject without its last token
    std::uint64_t last_id = 0;
  };

  void find_end();
  void follow(std::uint64_t after);
  void try_again(const error& why);
  void tell(std::string_view subject, std::uint64_t position, bytes_view body);

  client& with_;
  std::string stream_;
  std::string filter_;
  std::unique_ptr<stream_follower> follower_;
  std::shared_ptr<watchers> watchers_ = std::make_shared<watchers>();
  std::chrono::milliseconds pause_;
  bool is_on_ = false;
  bool is_starting_ = false;
};

} // namespace sinew::gateway
