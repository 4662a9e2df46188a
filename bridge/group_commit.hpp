// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"
#include "bridge/append_pile.hpp"
#include "bridge/guarded_append.hpp"

#include <functional>
#include <memory>
#include <span>

namespace sinew {

/// Stores appends of many aggregates with one disk sync, on a broker that syncs before it acknowledges (label `fsync`).
///
/// nats-server syncs once for each message, but only a few times for an atomic batch, however large. So what piles up while
/// the broker is busy goes as one batch; nothing ever waits for company. Few appends go singly, for a batch costs as much as
/// about a dozen of them. When one guard fails, the broker refuses the whole batch without saying for whom: then each of
/// its appends goes singly, so that the conflict reaches only its own.
///
/// Loop's thread. Completions as `journal::append` promises them; an append that found no place, or waited longer than
/// `patience` for its turn, ends with overloaded: nothing of it was sent. Destroyed, it forgets what waits.
class group_commit {
 public:
  /// How appends are sent; see `append_sender::send`.
  using sender = std::function<void(std::span<const guarded_append>, completion<appended>)>;

  struct limits {
    append_pile::limits pile;
    /// So many go as a batch, fewer singly. Measured on one server with `sync_interval: always`: a batch takes as long as
    /// about twelve single appends.
    std::size_t worth_a_batch = 12;
    /// Single appends under way at once, but for those of a batch that was refused; while there are any, no batch begins.
    std::size_t singles = 4;
    /// Longest wait for a turn.
    std::chrono::milliseconds patience{5'000};
  };

  /// `where` must outlive it.
  group_commit(loop& where, sender send, limits bounds);
  group_commit(loop& where, sender send) : group_commit{where, std::move(send), limits{}} {}

  void append(guarded_append a);

 private:
  void pump_soon();
  void pump();
  void refuse_the_late();
  void send_single(guarded_append a);
  void send_together(std::vector<guarded_append> batch);
  void on_batch(const std::vector<guarded_append>& batch, const result<appended>& outcome);
  /// `w`, unless this has been destroyed.
  template <class Work>
  auto while_alive(Work w);

  loop& where_;
  sender send_;
  limits bounds_;
  append_pile pile_;
  std::size_t singles_ = 0; // under way
  bool batch_under_way_ = false;
  bool pump_is_posted_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

} // namespace sinew
