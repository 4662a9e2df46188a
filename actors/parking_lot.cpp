// SPDX-License-Identifier: Apache-2.0
#include "actors/parking_lot.hpp"

#include "actors/stray.hpp"

#include <algorithm>
#include <utility>

namespace sinew {

namespace {

constexpr std::size_t page_size = 100;
constexpr int most_rounds = 8; // of losing to others, before it is left for later

auto is_same(const parked_message& a, const parked_message& b) -> bool {
  return a.position == b.position && a.is_timer == b.is_timer && a.upstream == b.upstream;
}

} // namespace

template <class Work>
auto parking_lot::guarded(Work work) {
  return [weak = std::weak_ptr{alive_}, work = std::move(work)](auto&& outcome) mutable {
    if (!weak.expired())
      work(std::forward<decltype(outcome)>(outcome));
  };
}

/// One message on its way into `PARK`, until it is surely there or surely need not be. Kept alive by the completions it
/// hands out.
class parking_lot::attempt : public std::enable_shared_from_this<attempt> {
 public:
  attempt(parking_lot& lot, parked_message what, bool waits, bool maybe_there, completion<queued> done)
      : lot_{lot}, what_{std::move(what)}, waits_{waits}, maybe_there_{maybe_there}, done_{std::move(done)} {}

  void start() {
    if (waits_ && !lot_.is_looked_at(what_.key))
      return look();
    const auto known = lot_.place_of(what_.key);
    if (maybe_there_ || (known == 0 && lot_.keys_.contains(what_.key)))
      return ask();
    put(known);
  }

 private:
  void ask() {
    if (++rounds_ > most_rounds)
      return done_(fail(errc::unavailable, "too many park for " + what_.key.aggregate + " " + what_.key.id));
    lot_.where_.last(lot_.service_, what_.key,
                     lot_.guarded([self = shared_from_this(), then = lot_.news_](result<std::uint64_t> place) {
                       self->on_last(place, then);
                     }));
  }

  void on_last(const result<std::uint64_t>& place, std::uint64_t then) {
    if (!place)
      return done_(tl::unexpected{place.error()});
    last_ = *place;
    if (last_ != 0)
      return maybe_there_ ? search(0) : put(last_);
    if (!waits_)
      return put(0);
    if (!lot_.forget(what_.key, then))
      return ask();
    done_(queued::freed);
  }

  /// Is what it is to wait for worth waiting for?
  void look() {
    lot_.where_.read(
        lot_.service_, what_.key, 0, 1,
        lot_.guarded([self = shared_from_this()](const result<parked_page>& page) { self->on_first(page); }));
  }

  void on_first(const result<parked_page>& page) {
    if (!page)
      return done_(tl::unexpected{page.error()});
    if (page->entries.empty())
      return ask();
    const auto& first = page->entries.front();
    if (const auto ours = check_parked(first.what); !ours)
      return move_aside(
          lot_.where_, first, ours.error(),
          lot_.guarded([self = shared_from_this()](const result<void>& moved) { self->on_moved(moved); }));
    lot_.set_looked_at(what_.key, true);
    ask();
  }

  void on_moved(const result<void>& moved) {
    if (!moved)
      return done_(tl::unexpected{moved.error()});
    if (++rounds_ > most_rounds)
      return done_(fail(errc::unavailable, "strangers park for " + what_.key.aggregate + " " + what_.key.id));
    look();
  }

  void search(std::uint64_t after) {
    lot_.where_.read(
        lot_.service_, what_.key, after, page_size,
        lot_.guarded([self = shared_from_this()](const result<parked_page>& page) { self->on_page(page); }));
  }

  void on_page(const result<parked_page>& page) {
    if (!page)
      return done_(tl::unexpected{page.error()});
    const auto is_ours = [this](const parked_entry& e) { return is_same(e.what, what_); };
    if (std::ranges::any_of(page->entries, is_ours)) {
      lot_.remember(what_.key, last_);
      return done_(queued::kept);
    }
    if (page->more && !page->entries.empty())
      return search(page->entries.back().place);
    put(last_);
  }

  void put(std::uint64_t behind) {
    lot_.where_.park(what_, behind, lot_.guarded([self = shared_from_this()](const result<std::uint64_t>& place) {
      self->on_put(place);
    }));
  }

  void on_put(const result<std::uint64_t>& place) {
    if (place) {
      lot_.remember(what_.key, *place);
      return done_(queued::kept);
    }
    switch (place.error().code) {
      // It may still arrive: but then it or our next try meets the guard, and if it wins it is found there.
      case errc::outcome_unknown: maybe_there_ = true; return ask();
      case errc::conflict: lot_.set_looked_at(what_.key, false); return waits_ ? look() : ask();
      default: return done_(tl::unexpected{place.error()});
    }
  }

  parking_lot& lot_;
  parked_message what_;
  bool waits_;
  bool maybe_there_;
  completion<queued> done_;
  std::uint64_t last_ = 0;
  int rounds_ = 0;
};

void parking_lot::open() {
  if (!std::exchange(watching_, true))
    where_.watch(service_, guarded([this](const std::optional<aggregate_key>& key) { heard(key); }));
  if (!loaded_)
    load();
}

auto parking_lot::standing_of(const aggregate_key& key) const -> standing {
  if (keys_.contains(key))
    return standing::parked;
  return loaded_ && complete_ ? standing::free : standing::doubtful;
}

void parking_lot::look_up(const aggregate_key& key, completion<standing> done) {
  if (loaded_)
    return ask_broker(key, std::move(done));
  waiting_.push_back([this, key, done = std::move(done)](const result<void>& outcome) {
    if (!outcome)
      return done(tl::unexpected{outcome.error()});
    // What was loaded just now is as good as a question of its own.
    if (const auto now = standing_of(key); now != standing::doubtful)
      return done(now);
    ask_broker(key, done);
  });
  load();
}

void parking_lot::park(parked_message what, bool seen_before, completion<void> done) {
  // Known as parked before it is: what comes behind it asks the broker, whichever way this ends.
  const bool known = keys_.contains(what.key);
  const auto key = what.key;
  const auto made = std::make_shared<attempt>(
      *this, std::move(what), false, known || seen_before,
      [done = std::move(done)](const result<queued>& outcome) { done(outcome.map([](queued) {})); });
  made->start();
  if (!known)
    remember(key, 0);
}

void parking_lot::queue(parked_message what, bool seen_before, completion<queued> done) {
  std::make_shared<attempt>(*this, std::move(what), true, seen_before, std::move(done))->start();
}

void parking_lot::load() {
  if (std::exchange(loading_, true))
    return;
  where_.keys(service_, bounds_.parked_keys, guarded([this](const result<parked_keys>& found) { on_loaded(found); }));
}

void parking_lot::on_loaded(const result<parked_keys>& found) {
  loading_ = false;
  if (std::exchange(outdated_, false))
    return load();
  if (found) {
    loaded_ = true;
    complete_ = !found->more;
    for (const auto& key : found->keys)
      remember(key, place_of(key));
  }
  // Who waits may ask for more at once.
  for (const auto& tell : std::exchange(waiting_, {}))
    tell(found ? result<void>{} : tl::unexpected{found.error()});
}

void parking_lot::heard(const std::optional<aggregate_key>& key) {
  ++news_;
  if (!key) {
    loaded_ = false;
    outdated_ = loading_;
    return load();
  }
  remember(*key, place_of(*key));
  if (const auto known = keys_.find(*key); known != keys_.end())
    known->second.news = news_;
}

void parking_lot::ask_broker(const aggregate_key& key, completion<standing> done) {
  where_.last(service_, key,
              guarded([this, key, then = news_, done = std::move(done)](const result<std::uint64_t>& place) {
                if (!place)
                  return done(tl::unexpected{place.error()});
                if (*place == 0 && forget(key, then))
                  return done(standing::free);
                remember(key, *place);
                done(standing::parked);
              }));
}

void parking_lot::remember(const aggregate_key& key, std::uint64_t last_place) {
  if (const auto known = keys_.find(key); known != keys_.end())
    known->second.last_place = last_place == 0 ? known->second.last_place : last_place;
  else if (keys_.size() < bounds_.parked_keys)
    keys_.emplace(key, knowledge{.last_place = last_place});
  else
    complete_ = false;
}

auto parking_lot::forget(const aggregate_key& key, std::uint64_t then) -> bool {
  const auto known = keys_.find(key);
  if (known == keys_.end())
    return true;
  if (known->second.news > then)
    return false;
  keys_.erase(known);
  return true;
}

auto parking_lot::is_looked_at(const aggregate_key& key) const -> bool {
  const auto known = keys_.find(key);
  return known != keys_.end() && known->second.looked_at;
}

void parking_lot::set_looked_at(const aggregate_key& key, bool so) {
  if (const auto known = keys_.find(key); known != keys_.end())
    known->second.looked_at = so;
}

auto parking_lot::place_of(const aggregate_key& key) const -> std::uint64_t {
  const auto known = keys_.find(key);
  return known == keys_.end() ? 0 : known->second.last_place;
}

} // namespace sinew
