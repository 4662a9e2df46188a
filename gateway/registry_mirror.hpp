// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/client/registry_reading.hpp"

#include <functional>
#include <memory>

namespace sinew::gateway {

/// The services of the system with their schemas, as the broker's registry has them now. Loop's thread; must outlive the
/// connection's last callback.
class registry_mirror {
 public:
  explicit registry_mirror(client& with);

  /// Begins to listen, and reads what is there; again whenever the connection has come back. `changed` is called after each
  /// change, the first one included.
  auto start(std::function<void()> changed) -> result<void>;

  /// Whether it has read at all: until then what it knows is only what was said meanwhile.
  [[nodiscard]] auto has_read() const -> bool { return has_read_; }
  /// Never null. What is handed out does not change any more.
  [[nodiscard]] auto current() const -> const std::shared_ptr<const catalog>& { return known_; }
  /// All that the bucket holds, by key; empty where a key was removed. It may be a moment old, and hold what was never stored: what
  /// decisions rest on is asked of the leader (watched_key.hpp).
  [[nodiscard]] auto values() const -> const system_values& { return values_; }

 private:
  void read();
  void on_news(std::string key, bytes value);
  void on_read(system_values found);
  void renew();

  client& with_;
  std::function<void()> changed_;
  bool has_read_ = false;
  system_values values_;
  /// What was heard since it was last read: newer than what the reading finds.
  system_values news_;
  std::shared_ptr<const catalog> known_ = std::make_shared<const catalog>();
};

} // namespace sinew::gateway
