// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"
#include "actors/ports.hpp"
#include "memory/memory_stream.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace sinew {

/// What one durable reader is still owed of a stream: how far it has come, what is out and unacknowledged, and what
/// must come again. Pure bookkeeping, after JetStream's explicit-ack consumer; time is passed in.
class memory_cursor {
 public:
  using time_point = loop::time_point;

  explicit memory_cursor(subscription what) : what_{std::move(what)} {}

  /// Takes over filters, window and ack wait; what is out stays out.
  void configure(subscription what) { what_ = std::move(what); }

  struct outgoing {
    const memory_record& record; // valid until the stream grows
    std::uint64_t attempt;
    bool given_up;
  };
  /// What to deliver next: first what comes again, then what is new, as long as the window allows. It counts as
  /// delivered then, and its ack wait runs.
  auto next(const memory_stream& from, time_point now) -> std::optional<outgoing>;

  /// Each ignores a position that is not out.
  void ack(std::uint64_t position);
  void retry(std::uint64_t position, time_point not_before);
  void in_progress(std::uint64_t position, time_point now);

  /// Puts what is overdue at `now` back among what comes again.
  void expire(time_point now);
  /// When `expire` will next have something to do.
  [[nodiscard]] auto next_expiry() const -> std::optional<time_point>;
  /// Delivered and not acknowledged, waiting to come again included.
  [[nodiscard]] auto unacknowledged() const -> std::size_t { return out_.size(); }
  /// All that it has not acknowledged, delivered already or not.
  [[nodiscard]] auto owed(const memory_stream& from) const -> std::size_t;

 private:
  struct flight {
    std::uint64_t attempts = 0;
    time_point due{}; // comes again then
  };

  auto next_new(const memory_stream& from) -> const memory_record*;
  auto is_wanted(const memory_record& record) const -> bool;
  auto sent(const memory_record& record, time_point now) -> outgoing;
  void set_due(std::uint64_t position, time_point due);

  subscription what_;
  std::uint64_t seen_ = 0; // the last position looked at
  std::map<std::uint64_t, flight> out_;
  std::set<std::uint64_t> again_;                      // of `out_`: to be delivered as soon as possible
  std::set<std::pair<time_point, std::uint64_t>> due_; // of `out_`: all the others
};

} // namespace sinew
