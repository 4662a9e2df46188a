// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"
#include "tools/client/client.hpp"

#include <memory>
#include <string>

namespace sinew::bench {

/// A name for an aggregate or service that nobody else has: `bench_<hex>`.
auto bench_name(client& with) -> std::string;

/// A stream of the bench's own with the settings of a service's log: `EVT_BENCH_<HEX>`, for the events of an aggregate that
/// nobody else has, `bench_<hex>`. Removed, with all that is in it, in the destructor.
class bench_stream {
 public:
  /// Makes one like the stream `model`: same storage, same replicas, same flags. Errors are the broker's.
  static auto make(client& with, const std::string& model) -> result<std::unique_ptr<bench_stream>>;
  ~bench_stream();
  bench_stream(const bench_stream&) = delete;
  auto operator=(const bench_stream&) -> bench_stream& = delete;

  [[nodiscard]] auto aggregate() const -> const std::string& { return aggregate_; }
  /// As a service's name: what `subject::event_stream` makes the stream's name of.
  [[nodiscard]] auto service() const -> const std::string& { return aggregate_; }
  [[nodiscard]] auto replicas() const -> int { return replicas_; }

 private:
  bench_stream(client& with, std::string aggregate, int replicas);

  client& with_;
  std::string aggregate_;
  int replicas_;
};

} // namespace sinew::bench
