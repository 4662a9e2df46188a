// SPDX-License-Identifier: Apache-2.0
#include "bridge/group_commit.hpp"

#include <utility>

namespace sinew {

namespace {

void refuse(const guarded_append& a, const char* why) {
  a.done(fail(errc::overloaded, why));
}

/// Whether the batch as a whole is at fault, or maybe one of its appends alone.
auto may_be_one_append(errc why) -> bool {
  switch (why) {
    case errc::conflict:
    case errc::invalid_input:
    case errc::rejected_by_broker: return true;
    default: return false;
  }
}

} // namespace

template <class Work>
auto group_commit::while_alive(Work w) {
  return [weak = std::weak_ptr{alive_}, w = std::move(w)](auto&&... arguments) mutable {
    if (!weak.expired())
      w(std::forward<decltype(arguments)>(arguments)...);
  };
}

group_commit::group_commit(loop& where, sender send, limits bounds)
    : where_{where}, send_{std::move(send)}, bounds_{bounds}, pile_{bounds.pile} {}

void group_commit::append(guarded_append a) {
  if (!pile_.add(where_.now(), a))
    return where_.post(while_alive([a = std::move(a)] { refuse(a, "too many appends wait for the disk"); }));
  pump_soon();
}

// In the next turn, so that all appends of this one are seen together.
void group_commit::pump_soon() {
  if (std::exchange(pump_is_posted_, true))
    return;
  where_.post(while_alive([this] {
    pump_is_posted_ = false;
    pump();
  }));
}

void group_commit::pump() {
  refuse_the_late();
  if (batch_under_way_)
    return;
  if (pile_.size() >= bounds_.worth_a_batch) {
    if (singles_ == 0)
      send_together(pile_.take_batch());
    return;
  }
  while (pile_.size() > 0 && singles_ < bounds_.singles)
    send_single(pile_.take_one());
}

void group_commit::refuse_the_late() {
  for (const auto& a : pile_.take_older_than(where_.now() - bounds_.patience))
    refuse(a, "the disk is slow: no turn for this append in time");
}

void group_commit::send_single(guarded_append a) {
  ++singles_;
  auto landed = while_alive([this, done = std::move(a.done)](const result<appended>& outcome) {
    --singles_;
    pump_soon();
    done(outcome);
  });
  send_({&a, 1}, std::move(landed));
}

void group_commit::send_together(std::vector<guarded_append> batch) {
  if (batch.size() == 1) // too large for company, or its aggregate is the only one
    return send_single(std::move(batch.front()));
  batch_under_way_ = true;
  const auto shared = std::make_shared<const std::vector<guarded_append>>(std::move(batch));
  send_(*shared, while_alive([this, shared](const result<appended>& outcome) { on_batch(*shared, outcome); }));
}

void group_commit::on_batch(const std::vector<guarded_append>& batch, const result<appended>& outcome) {
  batch_under_way_ = false;
  pump_soon();
  if (!outcome && may_be_one_append(outcome.error().code)) {
    for (const auto& a : batch)
      send_single(a);
    return;
  }
  if (!outcome) {
    for (const auto& a : batch)
      a.done(tl::unexpected{outcome.error()});
    return;
  }
  // The broker gives a batch contiguous positions, and tells the last.
  auto position = outcome->position;
  for (const auto& a : batch)
    position -= a.messages.size();
  for (const auto& a : batch)
    a.done(appended{position += a.messages.size()});
}

} // namespace sinew
