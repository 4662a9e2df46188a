// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "memory/memory_cursor.hpp"
#include "memory/memory_faults.hpp"
#include "memory/memory_link.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sinew {

/// A durable subscription and the nodes that have it open: hands each message to one of them, in turn.
///
/// Knows the cursor's time limits and wakes itself for them. Outlives its subscribers: a reader without nodes keeps its
/// place.
class memory_consumer {
 public:
  /// `home` is the broker's own loop; `source` and `faults` must outlive the consumer.
  memory_consumer(std::string name, const subscription& what, const memory_stream& source, memory_link& home,
                  memory_faults& faults)
      : name_{std::move(name)}, cursor_{what}, source_{source}, home_{home}, faults_{faults} {}
  memory_consumer(const memory_consumer&) = delete;
  auto operator=(const memory_consumer&) -> memory_consumer& = delete;

  void open(const subscription& what, std::shared_ptr<memory_link> link, delivery_handler handler);
  /// No new deliveries for that node; what is on the way to it goes to others at once.
  void stop(const memory_link& link);
  /// That node is gone; what it has not acknowledged comes again after the ack wait.
  void forget(const memory_link& link);

  void ack(std::uint64_t position);
  void retry(std::uint64_t position, loop::clock::duration delay);
  void in_progress(std::uint64_t position);

  /// Looks for something to deliver, in a later turn. To be called when the source has grown.
  void stir();
  [[nodiscard]] auto reads(const memory_stream& stream) const -> bool { return &stream == &source_; }
  [[nodiscard]] auto unacknowledged() const -> std::size_t { return cursor_.unacknowledged(); }
  /// All that has not been acknowledged, delivered already or not.
  [[nodiscard]] auto backlog() const -> std::size_t { return cursor_.owed(source_); }

 private:
  struct subscriber {
    std::shared_ptr<memory_link> link;
    delivery_handler handler;
    loop::time_point since; // gets nothing before
    bool accepting = true;
  };

  void pump();
  void wake_for_expiry();
  auto next_subscriber() -> std::shared_ptr<subscriber>;
  void hand_over(const std::shared_ptr<subscriber>& to, const memory_cursor::outgoing& what);
  void post(const std::shared_ptr<subscriber>& to, const delivery& d);

  std::string name_;
  memory_cursor cursor_;
  const memory_stream& source_;
  memory_link& home_;
  memory_faults& faults_;
  std::vector<std::shared_ptr<subscriber>> subscribers_;
  std::size_t turn_ = 0;
  bool stirred_ = false;
  std::optional<loop::time_point> wakes_at_;
};

} // namespace sinew
