// SPDX-License-Identifier: Apache-2.0
#include "bench/target/own_connection.hpp"

#include <fmt/format.h>

namespace sinew::bench {

namespace {

constexpr std::size_t most_in_flight = 1'000'000; // as run_plan allows

} // namespace

auto own_connection(const surroundings& in) -> result<std::unique_ptr<connection>> {
  return connection::open(in.with.where(), in.with.poller(),
                          {.url = in.url,
                           .node = fmt::format("bench-{:08x}", static_cast<std::uint32_t>(in.with.new_id().low)),
                           .pending_limit = most_in_flight});
}

} // namespace sinew::bench
