// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

namespace sinew::bench {

/// How late this machine is even for a thread that has nothing to do: 300 ms of sleeping for a millisecond each, and by how
/// much the worst of them was overslept. To be called just before a run, while nothing of ours has work; blocks.
auto probe_idle_jitter() -> std::chrono::nanoseconds;

/// A machine that oversleeps by more than this has something else to do; what is then measured is that.
inline constexpr std::chrono::milliseconds idle_jitter_limit{5};

/// Why a run after such a probe is void; empty: it is not.
auto jitter_fault(std::chrono::nanoseconds overslept) -> std::string;

} // namespace sinew::bench
