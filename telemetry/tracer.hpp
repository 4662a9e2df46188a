// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "telemetry/span.hpp"

namespace sinew {

/// Where spans go: the port that the runtime knows of tracing. Whoever has none (a null pointer) does not trace, at the cost of
/// that one question. Loop's thread.
class tracer {
 public:
  virtual ~tracer() = default;

  /// Whether a trace that begins here is to be recorded. Of one that began elsewhere, its own flag decides.
  [[nodiscard]] virtual auto samples(const uuid& trace) const -> bool = 0;
  /// Takes a span that has ended and is sampled. Never blocks and never fails: what there is no room for is dropped, and counted.
  virtual void record(span done) = 0;
};

} // namespace sinew
