// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/network.hpp"

#include <algorithm>

namespace simulation {

namespace {

using namespace std::chrono_literals;

template <class T>
auto take(std::deque<T>& waiting) -> T {
  if (waiting.empty())
    return {};
  const auto first = waiting.front();
  waiting.pop_front();
  return first;
}

} // namespace

void network::apply(const fault& f) {
  switch (f.kind) {
    case fault_kind::drop:
    case fault_kind::duplicate:
    case fault_kind::delay: ambushes_.push_back({f, f.skip}); break;
    case fault_kind::lossy_network:
    case fault_kind::slow_network: storms_.push_back({f.kind, when_.now() + f.length}); break;
    case fault_kind::early_timer: timer_shifts_.insert(timer_shifts_.end(), 1 + f.target % 4, -f.length); break;
    case fault_kind::late_timer: timer_shifts_.push_back(f.length); break;
    case fault_kind::twin_timer: timer_twins_.push_back(f.length); break;
    default: break;
  }
}

void network::heal() {
  ambushes_.clear();
  storms_.clear();
  timer_shifts_.clear();
  timer_twins_.clear();
}

auto network::pass(message_class what) -> passage {
  passage p{.latency = std::chrono::microseconds{50 + below(500)}};
  if (what != message_class::control)
    weather(p);
  for (auto a = ambushes_.begin(); a != ambushes_.end(); ++a) {
    if (a->by.what != what)
      continue;
    if (a->left-- > 0)
      continue;
    p.what = a->by.kind == fault_kind::drop        ? passage::fate::lost
             : a->by.kind == fault_kind::duplicate ? passage::fate::arrives_twice
                                                   : passage::fate::overtaken;
    p.extra = a->by.kind == fault_kind::delay ? a->by.length : duration{std::chrono::milliseconds{below(200)}};
    ambushes_.erase(a);
    break;
  }
  told_.mix(static_cast<std::uint64_t>(what) << 8 | static_cast<std::uint64_t>(p.what));
  return p;
}

void network::weather(passage& p) {
  std::erase_if(storms_, [now = when_.now()](const auto& s) { return s.until <= now; });
  for (const auto& s : storms_) {
    if (s.kind == fault_kind::slow_network)
      p.latency += std::chrono::milliseconds{below(300)};
    else if (below(12) == 0)
      p.what = passage::fate::lost;
  }
}

auto network::take_timer_shift() -> duration {
  return take(timer_shifts_);
}

auto network::take_timer_twin() -> duration {
  return take(timer_twins_);
}

} // namespace simulation
