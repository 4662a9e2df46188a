// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "telemetry/metric_page.hpp"
#include "telemetry/otlp_endpoint.hpp"
#include "telemetry/otlp_json.hpp"
#include "telemetry/span_queue.hpp"
#include "telemetry/tracer.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <thread>

namespace sinew {

struct otlp_exporter_options {
  otlp_endpoint where;
  telemetry_source source;
  /// Share of the traces beginning here that are recorded, 0 … 1.
  double share = 1;
  /// Spans that may wait; one more is dropped.
  std::size_t queue = 8192;
  /// Spans sent at once, and how long fewer of them wait for company.
  std::size_t batch = 512;
  std::chrono::milliseconds pause{500};
  /// For one attempt to deliver a batch; how often it is tried; how long after the first failure (then twice as long).
  std::chrono::milliseconds patience{2'000};
  unsigned attempts = 4;
  std::chrono::milliseconds first_pause{250};
  /// At the end: how long what still waits may take to leave, once an attempt that is under way has ended.
  std::chrono::milliseconds farewell{2'000};
};

/// Sends spans to a collector (OTLP over HTTP, JSON encoding), in batches, on a thread of its own: whoever records is never held up.
/// What cannot be delivered after some attempts is dropped and counted. `record` belongs to one thread, the counters to any.
class otlp_exporter final : public tracer {
 public:
  explicit otlp_exporter(otlp_exporter_options options);
  /// Sends what waits, within `farewell`.
  ~otlp_exporter() override;
  otlp_exporter(const otlp_exporter&) = delete;
  auto operator=(const otlp_exporter&) -> otlp_exporter& = delete;

  [[nodiscard]] auto samples(const uuid& trace) const -> bool override;
  void record(span done) override;

  [[nodiscard]] auto exported() const -> std::uint64_t { return exported_; }
  /// For lack of room, or because no collector took them.
  [[nodiscard]] auto dropped() const -> std::uint64_t { return dropped_; }
  [[nodiscard]] auto waiting() -> std::size_t { return queue_.size(); }
  /// The same as figures: `sinew_trace_spans_exported_total` …
  void write(metric_page& to);

 private:
  void work();
  void deliver(const std::vector<span>& batch);
  /// True: this batch is done with, for better or worse.
  auto attempt(const std::string& body, std::size_t count) -> bool;
  void drop(std::size_t count, const std::string& why);
  /// How long an attempt may take: at the end, what is left of the farewell.
  auto patience() const -> std::chrono::milliseconds;

  const otlp_exporter_options options_;
  span_queue queue_;
  std::atomic<std::uint64_t> exported_ = 0;
  std::atomic<std::uint64_t> dropped_ = 0;
  std::atomic<std::chrono::steady_clock::time_point> end_ = std::chrono::steady_clock::time_point::max();
  std::string complaint_; // the last one; told again only after a success
  std::thread thread_;
};

} // namespace sinew
