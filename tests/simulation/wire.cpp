// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/wire.hpp"

#include <algorithm>

namespace simulation {

wire::wire(network& through, endpoints between, sinew::wall_clock& clock, sinew::randomness& chance)
    : through_{through}, between_{std::move(between)}, clock_{clock}, chance_{chance} {
  reconnect();
}

void wire::tell(message_class what, std::function<void(far_ports)> say) {
  to_broker(what, [self = shared_from_this(), say = std::move(say)] { say(self->far_->ports()); });
}

auto wire::keep(std::function<void(sinew::memory_node&)> say) -> std::uint64_t {
  say_again(say);
  kept_.emplace(++last_kept_, std::move(say));
  return last_kept_;
}

void wire::say_again(const std::function<void(sinew::memory_node&)>& say) {
  to_broker(message_class::control, [self = shared_from_this(), say] { say(*self->far_); });
}

void wire::tell_state(bool is_up) {
  if (on_state_)
    between_.node_at->where().post([self = shared_from_this(), is_up] {
      if (!self->closed_)
        self->on_state_(is_up);
    });
}

void wire::to_node(message_class what, sinew::loop::work arrive) {
  if (!closed_)
    carry(what, *between_.node_at, last_to_node_, std::move(arrive));
}

void wire::to_broker(message_class what, sinew::loop::work arrive) {
  if (!closed_)
    carry(what, between_.broker_at, last_to_broker_, std::move(arrive));
}

void wire::later_to_node(duration delay, const sinew::loop::work& arrive) {
  between_.broker_at.where().after(delay, [self = shared_from_this(), life = life_, arrive] {
    if (self->life_ == life)
      self->to_node(message_class::delivery, arrive);
  });
}

// Like TCP, a connection keeps the order of what it carries, unless a fault wants otherwise. (Redeliveries of a real broker
// overtake one another too.)
void wire::carry(message_class what, place& to, time_point& last, sinew::loop::work arrive) {
  if (silent_ || !is_connected())
    return;
  const auto p = through_.pass(what);
  if (p.what == passage::fate::lost)
    return;
  const auto arriving = [self = shared_from_this(), life = life_, to_node = &last == &last_to_node_,
                         arrive = std::move(arrive)] {
    if (self->life_ == life && self->is_connected() && !(to_node && self->closed_))
      arrive();
  };
  const auto now = through_.when().now();
  const auto at = std::max(now + p.latency, last);
  if (p.what == passage::fate::overtaken) {
    to.where().at(at + p.extra, arriving);
    return;
  }
  last = at;
  to.where().at(at, arriving);
  if (p.what == passage::fate::arrives_twice)
    to.where().at(at + p.extra, arriving);
}

void wire::break_off() {
  if (closed_ || !is_connected())
    return;
  ++life_;
  far_.reset();
  last_to_node_ = last_to_broker_ = {};
  tell_state(false);
  for (auto& [id, each] : std::exchange(pending_, {})) {
    between_.node_at->where().cancel(each.timer);
    between_.node_at->where().post([self = shared_from_this(), fail = std::move(each.fail)] {
      if (!self->closed_)
        fail({sinew::errc::outcome_unknown, "the connection broke before the answer"});
    });
  }
}

void wire::reconnect() {
  if (closed_ || is_connected())
    return;
  silent_ = false;
  far_ = std::make_unique<sinew::memory_node>(between_.broker, between_.broker_at.where(), between_.service,
                                              between_.node, clock_, chance_);
  for (const auto& [id, say] : kept_)
    say_again(say);
  tell_state(true);
}

void wire::close(bool is_sent_lost) {
  closed_ = true;
  pending_.clear();
  kept_.clear();
  on_state_ = nullptr;
  between_.node_at = nullptr;
  if (is_sent_lost || !is_connected()) {
    ++life_;
    far_.reset();
    return;
  }
  between_.broker_at.where().at(std::max(last_to_broker_, through_.when().now()),
                                [self = shared_from_this()] { self->far_.reset(); });
}

auto wire::settle(std::uint64_t call) -> bool {
  const auto found = pending_.find(call);
  if (found == pending_.end())
    return false;
  between_.node_at->where().cancel(found->second.timer);
  pending_.erase(found);
  return true;
}

void wire::fail(std::uint64_t call, const sinew::error& why) {
  const auto found = pending_.extract(call);
  if (!found.empty() && !closed_)
    found.mapped().fail(why);
}

} // namespace simulation
