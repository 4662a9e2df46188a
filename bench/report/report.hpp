// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/run_result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sinew::bench {

/// What every figure must be read with.
struct environment {
  std::string when;      // RFC 3339
  std::string processor; // "AMD EPYC …, 2 cores"
  std::string kernel;
  std::string compiler;   // name, version, build type and flags
  std::string sinew;      // version
  std::string commit;     // of the build, with "+dirty" when the tree had changes; "unknown" outside a repository
  std::string broker;     // nats-server's version
  std::string durability; // the system's label
  /// What else of the broker matters, by the broker's own names: sync_interval, max_payload, servers …
  std::vector<std::pair<std::string, std::string>> broker_settings;
  /// The longest that an idle thread overslept just before the runs.
  std::chrono::nanoseconds idle_jitter{};
  std::string rig_priority; // "real-time", or "ordinary" where the system allows no other
  /// So many processors were kept from falling asleep (`--keep-awake`); 0: they slept when they had nothing to do.
  std::size_t kept_awake = 0;
};

/// Whose work was measured.
enum class side : std::uint8_t {
  sinew,
  /// What ours rests on. The same work in plain nats.c, without actors: what the broker and the client library allow. Of `http`: the same
  /// command without a gateway.
  floor,
  /// What the way to ours costs by itself, of `http`: as many requests to a route that does nothing.
  static_route,
};

/// "sinew", "floor", "static".
inline auto to_string(side whose) -> std::string_view {
  switch (whose) {
    case side::sinew: return "sinew";
    case side::floor: return "floor";
    case side::static_route: return "static";
  }
  return "none that exists";
}

/// One run, or several of the same plan put together.
struct measurement {
  std::string scenario; // "command"
  /// What one operation is, in a sentence: "account deposit, 256 bytes, 10,000 accounts, Zipf 0.99".
  std::string work;
  side whose = side::sinew;
  run_result result;
  /// One short step of the search for the knee: a point of the curve, no result of its own.
  bool step_of_search = false;
};

/// A promise that was checked: `--slo`.
struct slo_verdict {
  std::string text; // "p99<5ms"
  bool held = false;
  std::string seen; // "p99 = 3.1 ms"
};

/// All that one `sinew bench` has found out. Order of `measurements`: as measured.
struct report {
  environment where;
  std::vector<measurement> measurements;
  /// Highest rate per scenario whose p99 kept its promise, when it was searched for: by scenario and side.
  struct knee {
    std::string scenario;
    side whose = side::sinew;
    double rate = 0;
    std::chrono::nanoseconds slo{};
  };
  std::vector<knee> knees;
  std::optional<slo_verdict> slo;
};

} // namespace sinew::bench
