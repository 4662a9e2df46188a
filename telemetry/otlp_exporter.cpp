// SPDX-License-Identifier: Apache-2.0
#include "telemetry/otlp_exporter.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace sinew {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// The collector may take the same batch later (OTLP/HTTP, "Retryable Response Codes").
auto is_passing(unsigned status) -> bool {
  return status == 429 || status == 502 || status == 503 || status == 504;
}

} // namespace

otlp_exporter::otlp_exporter(otlp_exporter_options options)
    : options_{std::move(options)}, queue_{options_.queue}, thread_{[this] { work(); }} {}

otlp_exporter::~otlp_exporter() {
  end_ = steady_clock::now() + options_.farewell;
  queue_.close();
  thread_.join();
  if (dropped_ > 0)
    spdlog::warn("{} span(s) of traces were dropped", dropped_.load());
}

auto otlp_exporter::samples(const uuid& trace) const -> bool {
  return is_in_share(trace, options_.share);
}

void otlp_exporter::record(span done) {
  if (!queue_.add(std::move(done)))
    ++dropped_;
}

void otlp_exporter::write(metric_page& to) {
  counter taken;
  taken.set(exported_);
  counter lost;
  lost.set(dropped_);
  gauge left;
  left.set(static_cast<double>(waiting()));
  to.add_single("sinew_trace_spans_exported_total", "Spans that the collector took", taken);
  to.add_single("sinew_trace_spans_dropped_total", "Spans that found no room, or no collector that took them", lost);
  to.add_single("sinew_trace_spans_waiting", "Spans that wait to be sent", left);
}

void otlp_exporter::work() {
  while (!queue_.is_finished())
    if (const auto batch = queue_.take(options_.batch, options_.pause); !batch.empty())
      deliver(batch);
}

void otlp_exporter::deliver(const std::vector<span>& batch) {
  const auto body = to_otlp_json(options_.source, batch);
  auto pause = options_.first_pause;
  for (unsigned tried = 1;; ++tried, pause *= 2) {
    if (attempt(body, batch.size()))
      return;
    // Closed: there is no time left for pauses.
    if (tried >= options_.attempts || queue_.rest(pause))
      return drop(batch.size(), complaint_);
  }
}

auto otlp_exporter::attempt(const std::string& body, std::size_t count) -> bool {
  const auto answer = post_to_collector(options_.where, body, patience());
  const auto complain = [&](std::string why) {
    if (complaint_ != why)
      spdlog::warn("the collector of traces at {}:{} does not take them: {}", options_.where.host, options_.where.port,
                   why);
    complaint_ = std::move(why);
  };
  if (!answer)
    return complain(answer.error().what), false;
  if (answer->status == 200) {
    const auto rejected = std::min<std::uint64_t>(rejected_spans(answer->body), count);
    exported_ += count - rejected;
    dropped_ += rejected;
    complaint_.clear();
    return true;
  }
  complain(fmt::format("it answers {}", answer->status));
  if (is_passing(answer->status))
    return false;
  return drop(count, complaint_), true;
}

void otlp_exporter::drop(std::size_t count, const std::string& why) {
  dropped_ += count;
  spdlog::debug("dropped {} spans: {}", count, why);
}

auto otlp_exporter::patience() const -> milliseconds {
  const auto end = end_.load();
  if (end == steady_clock::time_point::max())
    return options_.patience;
  const auto left = std::chrono::ceil<milliseconds>(end - steady_clock::now());
  return std::clamp(left, milliseconds{1}, options_.patience);
}

} // namespace sinew
