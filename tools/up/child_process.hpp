// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

namespace sinew {

/// A file descriptor with an owner.
class descriptor {
 public:
  descriptor() = default;
  explicit descriptor(int fd) : fd_{fd} {}
  descriptor(descriptor&& other) noexcept : fd_{other.release()} {}
  auto operator=(descriptor&& other) noexcept -> descriptor&;
  ~descriptor() { reset(); }

  [[nodiscard]] auto get() const -> int { return fd_; }
  [[nodiscard]] auto is_open() const -> bool { return fd_ >= 0; }
  auto release() -> int;
  void reset();

 private:
  int fd_ = -1;
};

/// A process that was started, and the end of the pipe which carries its stdout and stderr (non-blocking).
struct child_process {
  pid_t pid = -1;
  descriptor output;
};

/// Starts `arguments[0]` (a path) in a process group of its own, so that Ctrl-C reaches it through us only, with stdin
/// closed. Its environment is ours with the `NAME=value` of `more`, which win. The kernel kills it when we die, however we
/// die. system_failure names the program and the kernel's reason.
auto start_process(const std::vector<std::string>& arguments, const std::vector<std::string>& more = {})
    -> result<child_process>;

/// Runs a program that prints something and ends; waits at most `patience`, then kills it. Blocks.
/// system_failure: it did not start, did not end, or failed.
auto output_of(const std::vector<std::string>& arguments, std::chrono::milliseconds patience) -> result<std::string>;

/// "exit code 2", "signal 9 (Killed)" for the status of waitpid(2).
auto describe_exit(int wait_status) -> std::string;

} // namespace sinew
