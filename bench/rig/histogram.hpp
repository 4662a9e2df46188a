// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct hdr_histogram;

namespace sinew::bench {

/// Latencies of one kind, with three significant digits, up to a minute (HdrHistogram). What is longer counts as a minute,
/// what is negative as nothing. About 220 kB, of which only what is used is ever touched. Movable; one thread at a time.
///
/// There is no average of percentiles here: results are put together by adding histograms.
class histogram {
 public:
  using duration = std::chrono::nanoseconds;

  histogram();

  void record(duration latency);
  void add(const histogram& other);
  void clear();

  [[nodiscard]] auto count() const -> std::uint64_t;
  /// `of` in percent, 0 … 100. Zero when nothing was recorded.
  [[nodiscard]] auto percentile(double of) const -> duration;
  [[nodiscard]] auto max() const -> duration;
  [[nodiscard]] auto mean() const -> duration;

  /// One step of the curve that people draw: so much of all was not slower than that.
  struct step {
    double percent;
    duration latency;
    std::uint64_t total;
  };
  /// The curve, denser towards 100 % (ten steps for each half of what is left).
  [[nodiscard]] auto curve() const -> std::vector<step>;

  /// HdrHistogram's own compressed text (V2, base64), which its tools read in every language.
  [[nodiscard]] auto encoded() const -> std::string;
  /// The way back. invalid_input: `text` is nothing that `encoded` has written.
  static auto decoded(std::string_view text) -> result<histogram>;

 private:
  struct destroy {
    void operator()(hdr_histogram* h) const;
  };
  std::unique_ptr<hdr_histogram, destroy> handle_;
};

} // namespace sinew::bench
