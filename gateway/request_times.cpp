// SPDX-License-Identifier: Apache-2.0
#include "gateway/request_times.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace sinew::gateway {

namespace {

constexpr std::string_view asking_header = "Sinew-Time-Hops";
constexpr std::string_view answering_header = "Server-Timing";

struct step {
  std::string_view name;
  std::string_view about; // without commas and quotes: readers of such headers are simple
  timestamp done;
};

/// Writes one metric behind another.
class metric_list {
 public:
  explicit metric_list(timestamp begun) : last_{begun} {}

  void add(const step& s) {
    if (s.done == timestamp{})
      return;
    const std::chrono::duration<double, std::milli> took = std::max(s.done - last_, timestamp::duration::zero());
    fmt::format_to(std::back_inserter(text_), R"({}{};dur={:.4f};desc="{}")", text_.empty() ? "" : ", ", s.name,
                   took.count(), s.about);
    last_ = s.done;
  }
  auto take() -> std::string { return std::move(text_); }

 private:
  timestamp last_;
  std::string text_;
};

} // namespace

auto wants_times(const http_request& asked) -> bool {
  return asked.header(asking_header) == "1";
}

auto server_timing(const request_times& of, timestamp now) -> http_header {
  metric_list all{of.asked};
  all.add({"gateway-in", "request read until its command is sent", of.sent});
  if (const auto* node = of.node.get()) {
    all.add({"request", "until the node has read it", node->received});
    all.add({"mailbox", "until its aggregate decides it", node->handled});
    all.add({"decide", "until it is decided", node->decided});
    all.add({"append", "until it is stored and acknowledged", node->stored});
    all.add({"answer", "until its receipt can be written", node->answered});
    all.add({"reply", "until the gateway has the receipt", of.received});
  } else {
    all.add({"service", "until its service has answered", of.received});
  }
  all.add({of.sent == timestamp{} ? "gateway" : "gateway-out", "until the answer is written", now});
  return {std::string{answering_header}, all.take()};
}

} // namespace sinew::gateway
