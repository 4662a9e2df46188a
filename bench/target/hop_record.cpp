// SPDX-License-Identifier: Apache-2.0
#include "bench/target/hop_record.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace sinew::bench {

namespace {

auto fresh() -> std::vector<hop> {
  std::vector<hop> all;
  for (const auto& [name, about] :
       {std::pair{"request", "from its sending until the node has read it"},
        std::pair{"mailbox", "until its aggregate decides it"}, std::pair{"decide", "until it is decided"},
        std::pair{"append", "until it is stored and acknowledged"},
        std::pair{"answer", "until its receipt can be written"}, std::pair{"reply", "until the receipt is here"}})
    all.push_back({name, about, histogram{}});
  return all;
}

} // namespace

hop_record::hop_record() : hops_{fresh()} {}

void hop_record::add(timestamp sent, const hop_times& node, timestamp now) {
  const std::array times{sent, node.received, node.handled, node.decided, node.stored, node.answered, now};
  for (const auto& time : times)
    if (time == timestamp{})
      return;
  for (std::size_t i = 0; i < hops_.size(); ++i) {
    backwards_ += times[i + 1] < times[i] ? 1U : 0U;
    hops_[i].latency.record(times[i + 1] - times[i]);
  }
}

auto hop_record::remark(std::string_view before) const -> std::string {
  if (backwards_ == 0)
    return {};
  return fmt::format(
      "{}{} hops ended before they began: the clocks of this machine and the node's are not the same, and "
      "request and reply say nothing",
      before, backwards_);
}

} // namespace sinew::bench
