// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "telemetry/metric_page.hpp"

namespace sinew {

/// What the kernel says about this process, by the names that all Prometheus clients use: `process_cpu_seconds_total`,
/// `process_resident_memory_bytes`, `process_open_fds`, `process_start_time_seconds`. What cannot be read is left out.
void write_process_figures(metric_page& to);

} // namespace sinew
