// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/limits.hpp"
#include "actors/ports.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sinew {

/// What a node knows of the parked keys of its service, and the one way into `PARK`: shared by its readers.
///
/// The broker is the truth; this is what spares the fast path from asking it. The keys are loaded before the first
/// delivery is looked at and again after each reconnect; whatever any node parks is told to all of them. It may still
/// be wrong for a moment, and that is found out where it matters: to queue behind a key is guarded by the last place of
/// that key, so that who queues behind a key which has been emptied meanwhile learns that it is free, and who queues
/// beside somebody else queues behind him; who is the first of a node to queue there looks at what is to blame, for what a
/// stranger has put there is no reason to wait (actors/stray.hpp). A key is never believed to be free because it was not heard of for long.
///
/// A plain object of the loop's thread. Bounded by `limits::parked_keys`: beyond it, an unknown key is doubtful.
class parking_lot {
 public:
  enum class standing : std::uint8_t { free, parked, doubtful };
  /// How an attempt to queue a message behind its key has ended.
  enum class queued : std::uint8_t {
    kept,  ///< it is in `PARK` now, or was already
    freed, ///< nothing is parked for its key any more: handle it
  };

  /// All must outlive the lot.
  parking_lot(parking& where, const limits& bounds, std::string service)
      : where_{where}, bounds_{bounds}, service_{std::move(service)} {}
  parking_lot(const parking_lot&) = delete;
  auto operator=(const parking_lot&) -> parking_lot& = delete;

  /// Begins to listen and to load; more than once does no harm.
  void open();

  [[nodiscard]] auto standing_of(const aggregate_key& key) const -> standing;
  /// Asks the broker about a doubtful key (and before, if need be, for all of them). Never answers `doubtful`. Errors are the
  /// world's: ask again later.
  void look_up(const aggregate_key& key, completion<standing> done);

  /// Parks a message that has failed: its key is parked from this call on. `seen_before`: it was delivered before, so it may
  /// be there already.
  void park(parked_message what, bool seen_before, completion<void> done);
  /// Queues a message behind its parked key.
  void queue(parked_message what, bool seen_before, completion<queued> done);

  /// One redrive of a key at a time on this node. False: one is under way.
  auto begin_redrive(const aggregate_key& key) -> bool { return redriving_.insert(key).second; }
  void end_redrive(const aggregate_key& key) { redriving_.erase(key); }

  /// How many keys are parked, as far as this node knows.
  [[nodiscard]] auto known() const -> std::size_t { return keys_.size(); }

 private:
  class attempt;
  struct knowledge {
    /// 0: not known, ask.
    std::uint64_t last_place = 0;
    /// The newest word that somebody has parked for it; see `news_`.
    std::uint64_t news = 0;
    /// The first of its queue was seen to be one that a node has parked. What comes to be the first later is looked at
    /// when it is redriven.
    bool looked_at = false;
  };

  void load();
  void on_loaded(const result<parked_keys>& found);
  void heard(const std::optional<aggregate_key>& key);
  void ask_broker(const aggregate_key& key, completion<standing> done);
  void remember(const aggregate_key& key, std::uint64_t last_place);
  /// Unless somebody was heard to park for it since there was as much news as `then`.
  auto forget(const aggregate_key& key, std::uint64_t then) -> bool;
  [[nodiscard]] auto is_looked_at(const aggregate_key& key) const -> bool;
  void set_looked_at(const aggregate_key& key, bool so);
  [[nodiscard]] auto place_of(const aggregate_key& key) const -> std::uint64_t;
  /// `work(args)`, skipped when this lot is gone by then.
  template <class Work>
  auto guarded(Work work);

  parking& where_;
  const limits& bounds_;
  std::string service_;
  bool watching_ = false;
  bool loading_ = false;
  bool outdated_ = false; // what is being loaded must be loaded again
  bool loaded_ = false;
  bool complete_ = false;  // no key is parked that we have not heard of
  std::uint64_t news_ = 0; // words heard so far
  std::map<aggregate_key, knowledge> keys_;
  std::vector<completion<void>> waiting_; // for the keys to be loaded; bounded by what readers hold
  std::set<aggregate_key> redriving_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

} // namespace sinew
