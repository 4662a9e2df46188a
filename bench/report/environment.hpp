// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/report/report.hpp"
#include "kernel/result.hpp"
#include "tools/client/client.hpp"

#include <string>
#include <string_view>

namespace sinew::bench {

/// This machine, this program and the time: all that needs no broker. What names the broker says "none".
auto describe_machine() -> environment;

/// The same with the broker that `with` is connected to: its version, settings and the system's durability label. Asks it
/// (blocks, each question has its deadline). What the broker does not tell is said to be not told. Errors: those of the
/// requests; rejected_by_broker: no JetStream. `idle_jitter` is left to who probes it.
auto describe_environment(client& with) -> result<environment>;

/// The name and cores of the processor, from the text of /proc/cpuinfo; what it does not name is "unknown".
auto processor_in(std::string_view cpuinfo, unsigned cores) -> std::string;

} // namespace sinew::bench
