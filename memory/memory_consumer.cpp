// SPDX-License-Identifier: Apache-2.0
#include "memory/memory_consumer.hpp"

#include <algorithm>

namespace sinew {

void memory_consumer::open(const subscription& what, std::shared_ptr<memory_link> link, delivery_handler handler) {
  cursor_.configure(what);
  // What others have left comes again until then, and goes first.
  const auto since = home_.now() + (cursor_.unacknowledged() > 0 ? what.ack_wait : std::chrono::milliseconds{0});
  subscribers_.push_back(std::make_shared<subscriber>(subscriber{std::move(link), std::move(handler), since}));
  home_.after(since - home_.now(), [this] { stir(); });
}

void memory_consumer::stop(const memory_link& link) {
  for (const auto& s : subscribers_)
    if (s->link.get() == &link)
      s->accepting = false;
}

void memory_consumer::forget(const memory_link& link) {
  std::erase_if(subscribers_, [&](const auto& s) { return s->link.get() == &link; });
}

void memory_consumer::ack(std::uint64_t position) {
  cursor_.ack(position);
  stir();
}

void memory_consumer::retry(std::uint64_t position, loop::clock::duration delay) {
  cursor_.retry(position, home_.now() + delay);
  stir();
}

void memory_consumer::in_progress(std::uint64_t position) {
  cursor_.in_progress(position, home_.now());
}

void memory_consumer::stir() {
  if (std::exchange(stirred_, true))
    return;
  home_.post([this] {
    stirred_ = false;
    pump();
  });
}

void memory_consumer::pump() {
  cursor_.expire(home_.now());
  while (const auto to = next_subscriber()) {
    const auto what = cursor_.next(source_, home_.now());
    if (!what)
      break;
    hand_over(to, *what);
  }
  wake_for_expiry();
}

// A wake-up that has become needless only looks around and sets the next one.
void memory_consumer::wake_for_expiry() {
  const auto due = cursor_.next_expiry();
  if (!due || (wakes_at_ && *wakes_at_ <= *due))
    return;
  wakes_at_ = due;
  home_.after(*due - home_.now(), [this, due] {
    if (wakes_at_ == due)
      wakes_at_.reset();
    pump();
  });
}

auto memory_consumer::next_subscriber() -> std::shared_ptr<subscriber> {
  std::erase_if(subscribers_, [](const auto& s) { return !s->accepting || !s->link->is_up(); });
  for (std::size_t tried = 0; tried < subscribers_.size(); ++tried, ++turn_)
    if (const auto& next = subscribers_[turn_ % subscribers_.size()]; next->since <= home_.now())
      return next;
  return nullptr;
}

void memory_consumer::hand_over(const std::shared_ptr<subscriber>& to, const memory_cursor::outgoing& what) {
  ++turn_;
  const auto& record = what.record;
  const delivery d{record.key,   record.type, record.position,
                   what.attempt, record.body, name_ + "#" + std::to_string(record.position),
                   what.given_up};
  switch (memory_faults::take(faults_.deliveries)) {
    case delivery_fault::dropped: return;
    case delivery_fault::duplicated: post(to, d); [[fallthrough]];
    case delivery_fault::none: post(to, d);
  }
}

void memory_consumer::post(const std::shared_ptr<subscriber>& to, const delivery& d) {
  to->link->post([this, to, d] {
    if (to->accepting)
      to->handler(d);
    else
      retry(d.position, {});
  });
}

} // namespace sinew
