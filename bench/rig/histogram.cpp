// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/histogram.hpp"

#include "kernel/assertion.hpp"

#include <hdr/hdr_histogram.h>
#include <hdr/hdr_histogram_log.h>

#include <algorithm>
#include <cstdlib>

namespace sinew::bench {

namespace {

// In nanoseconds, so that the three digits hold from the first microsecond on.
constexpr std::int64_t shortest = 1;
constexpr std::int64_t longest = std::chrono::nanoseconds{std::chrono::minutes{1}}.count();
constexpr int digits = 3;

} // namespace

void histogram::destroy::operator()(hdr_histogram* h) const {
  hdr_close(h);
}

histogram::histogram() {
  hdr_histogram* made = nullptr;
  const auto failure = hdr_init(shortest, longest, digits, &made);
  SINEW_ASSERT(failure == 0);
  handle_.reset(made);
}

void histogram::record(duration latency) {
  (void)hdr_record_value(handle_.get(), std::clamp<std::int64_t>(latency.count(), 0, longest));
}

void histogram::add(const histogram& other) {
  (void)hdr_add(handle_.get(), other.handle_.get());
}

void histogram::clear() {
  hdr_reset(handle_.get());
}

auto histogram::count() const -> std::uint64_t {
  return static_cast<std::uint64_t>(handle_->total_count);
}

auto histogram::percentile(double of) const -> duration {
  return count() == 0 ? duration::zero() : duration{hdr_value_at_percentile(handle_.get(), of)};
}

auto histogram::max() const -> duration {
  return count() == 0 ? duration::zero() : duration{hdr_max(handle_.get())};
}

auto histogram::mean() const -> duration {
  return count() == 0 ? duration::zero() : duration{static_cast<std::int64_t>(hdr_mean(handle_.get()))};
}

auto histogram::curve() const -> std::vector<step> {
  std::vector<step> steps;
  if (count() == 0)
    return steps;
  constexpr int steps_per_half = 10;
  hdr_iter at{};
  hdr_iter_percentile_init(&at, handle_.get(), steps_per_half);
  while (hdr_iter_next(&at))
    steps.push_back({.percent = at.specifics.percentiles.percentile,
                     .latency = duration{at.highest_equivalent_value},
                     .total = static_cast<std::uint64_t>(at.cumulative_count)});
  return steps;
}

auto histogram::encoded() const -> std::string {
  char* text = nullptr;
  const auto failure = hdr_log_encode(handle_.get(), &text);
  SINEW_ASSERT(failure == 0); // only memory can be short
  const std::unique_ptr<char, decltype(&std::free)> owned{text, &std::free};
  return text;
}

auto histogram::decoded(std::string_view text) -> result<histogram> {
  hdr_histogram* read = nullptr;
  std::string writable{text}; // the library's signature; it does not write
  const bool ok = !text.empty() && hdr_log_decode(&read, writable.data(), writable.size()) == 0;
  const std::unique_ptr<hdr_histogram, destroy> owned{read};
  if (!ok)
    return fail(errc::invalid_input, "a histogram is not in HdrHistogram's compressed form");
  histogram made;
  (void)hdr_add(made.handle_.get(), owned.get());
  return made;
}

} // namespace sinew::bench
