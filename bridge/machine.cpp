// SPDX-License-Identifier: Apache-2.0
#include "bridge/machine.hpp"

#include <filesystem>
#include <fstream>

namespace sinew {

auto this_machine() -> std::string {
  std::string boot;
  std::ifstream{"/proc/sys/kernel/random/boot_id"} >> boot;
  std::error_code failure;
  const auto processes = std::filesystem::read_symlink("/proc/self/ns/pid", failure); // "pid:[4026531836]"
  return boot.empty() || failure ? std::string{} : boot + " " + processes.string();
}

} // namespace sinew
