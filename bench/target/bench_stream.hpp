// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/target/copied_stream.hpp"

#include <memory>
#include <string>

namespace sinew::bench {

/// A name for an aggregate or service that nobody else has: `bench_<hex>`.
auto bench_name(client& with) -> std::string;

/// A stream of the bench's own with the settings of a service's log: `EVT_BENCH_<HEX>`, for the events of an aggregate that
/// nobody else has, `bench_<hex>`. It goes with this.
class bench_stream {
 public:
  /// Makes one like the stream `model`. Errors are the broker's.
  static auto make(client& with, const std::string& model) -> result<std::unique_ptr<bench_stream>>;

  [[nodiscard]] auto aggregate() const -> const std::string& { return aggregate_; }
  /// As a service's name: what `subject::event_stream` makes the stream's name of.
  [[nodiscard]] auto service() const -> const std::string& { return aggregate_; }

 private:
  bench_stream(std::string aggregate, std::unique_ptr<copied_stream> stream)
      : aggregate_{std::move(aggregate)}, stream_{std::move(stream)} {}

  std::string aggregate_;
  std::unique_ptr<copied_stream> stream_;
};

} // namespace sinew::bench
