// SPDX-License-Identifier: Apache-2.0
#include "actors/circuit_breaker.hpp"

#include "kernel/assertion.hpp"

#include <fmt/format.h>

namespace sinew {

auto breaker_options::validate() const -> std::vector<std::string> {
  std::vector<std::string> faults;
  const auto within = [&](std::string_view field, auto value, auto least, auto most) {
    if (value < least || value > most)
      faults.push_back(fmt::format("{} must be {} to {}, not {}", field, least, most, value));
  };
  within("failures_in_a_row", failures_in_a_row, 1U, 1'000U);
  within("window", window, 2U, 10'000U);
  within("failing_percent", failing_percent, 1U, 100U);
  within("probes", probes, 1U, 100U);
  if (open_time.count() <= 0)
    faults.emplace_back("open_time must be longer than 0 ms");
  return faults;
}

auto circuit_breaker::admit(time_point now) -> std::optional<ticket> {
  if (at(now) == state::half_open && state_ == state::open)
    enter(state::half_open);
  switch (state_) {
    case state::closed: return ticket{era_};
    case state::open: return std::nullopt;
    case state::half_open: break;
  }
  if (probing_ + proven_ >= options_.probes)
    return std::nullopt;
  ++probing_;
  return ticket{era_};
}

void circuit_breaker::succeeded(ticket of) {
  if (of.era != era_)
    return;
  if (state_ == state::closed)
    return note(false);
  SINEW_ASSERT(probing_ > 0);
  --probing_;
  if (++proven_ >= options_.probes)
    enter(state::closed);
}

void circuit_breaker::failed(ticket of, time_point now) {
  if (of.era != era_)
    return;
  if (state_ == state::half_open)
    return open(now);
  note(true);
  if (is_failing())
    open(now);
}

void circuit_breaker::abandoned(ticket of) {
  if (of.era != era_ || state_ != state::half_open)
    return;
  SINEW_ASSERT(probing_ > 0);
  --probing_;
}

auto circuit_breaker::at(time_point now) const -> state {
  return state_ == state::open && now >= open_until_ ? state::half_open : state_;
}

void circuit_breaker::enter(state next) {
  state_ = next;
  ++era_;
  outcomes_.clear();
  failures_ = in_a_row_ = probing_ = proven_ = 0;
}

void circuit_breaker::open(time_point now) {
  enter(state::open);
  open_until_ = now + options_.open_time;
  ++openings_;
}

void circuit_breaker::note(bool failure) {
  outcomes_.push_back(failure);
  failures_ += failure ? 1 : 0;
  in_a_row_ = failure ? in_a_row_ + 1 : 0;
  if (outcomes_.size() <= options_.window)
    return;
  failures_ -= outcomes_.front() ? 1 : 0;
  outcomes_.pop_front();
}

auto circuit_breaker::is_failing() const -> bool {
  return in_a_row_ >= options_.failures_in_a_row ||
         (outcomes_.size() >= options_.window && failures_ * 100 >= options_.failing_percent * outcomes_.size());
}

auto to_string(circuit_breaker::state at) -> std::string_view {
  switch (at) {
    case circuit_breaker::state::closed: return "closed";
    case circuit_breaker::state::open: return "open";
    case circuit_breaker::state::half_open: return "half_open";
  }
  return "unknown";
}

} // namespace sinew
