// SPDX-License-Identifier: Apache-2.0
#include "telemetry/process_figures.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace sinew {

namespace {

auto seconds(const timeval& t) -> double {
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
}

/// The second field of statm: pages in memory.
auto resident_bytes() -> double {
  std::ifstream file{"/proc/self/statm"};
  double all = 0;
  double resident = 0;
  file >> all >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

auto open_files() -> double {
  std::error_code failed;
  const std::filesystem::directory_iterator all{"/proc/self/fd", failed};
  return failed ? 0 : static_cast<double>(std::distance(begin(all), end(all))) - 1; // one is the listing itself
}

/// Program images are initialized right after their start.
const double started = std::chrono::duration<double>{std::chrono::system_clock::now().time_since_epoch()}.count();

} // namespace

void write_process_figures(metric_page& to) {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  to.add_single("process_cpu_seconds_total", "User and system time spent",
                counted_fraction{seconds(used.ru_utime) + seconds(used.ru_stime)});
  to.add_single("process_resident_memory_bytes", "Memory in use", gauge{resident_bytes()});
  to.add_single("process_open_fds", "Open file descriptors", gauge{open_files()});
  to.add_single("process_start_time_seconds", "When the process started, since 1970", gauge{started});
}

} // namespace sinew
