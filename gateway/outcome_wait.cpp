// SPDX-License-Identifier: Apache-2.0
#include "gateway/outcome_wait.hpp"

#include <utility>

namespace sinew::gateway {

auto outcome_wait::begin(loop& where, event_tail& tail, const aggregate_key& key, judge is_it)
    -> std::shared_ptr<outcome_wait> {
  std::shared_ptr<outcome_wait> made{new outcome_wait{where, std::move(is_it)}};
  made->watch_ = tail.watch_key(key, [self = std::weak_ptr{made}](std::uint64_t, bytes_view body) {
    if (const auto wait = self.lock())
      wait->hear(body);
  });
  return made;
}

void outcome_wait::then(std::chrono::milliseconds patience, std::function<void()> done) {
  done_ = std::move(done);
  const auto left = has_happened_ ? std::chrono::milliseconds{0} : patience;
  timer_ = where_.after(left, [self = shared_from_this()] { self->finish(); });
}

void outcome_wait::hear(bytes_view body) {
  const auto stored = message::verify(body);
  if (!stored || !is_it_(*stored))
    return;
  has_happened_ = true;
  if (done_)
    finish();
}

void outcome_wait::finish() {
  where_.cancel(timer_);
  watch_.reset();
  if (const auto done = std::exchange(done_, nullptr))
    done();
}

} // namespace sinew::gateway
