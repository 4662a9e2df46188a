// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"
#include "tools/up/child_process.hpp"

#include <memory>
#include <string>

namespace sinew::bench {

/// A running `sinew-floor`: it lies beside the program that starts it, and ends with it, however that ends.
class floor_program {
 public:
  /// Blocks until it answers commands and queries for `aggregate`, at most some seconds; queries with `answer` bytes.
  /// system_failure: it did not start, or is not there; says what to build.
  static auto start(const std::string& url, const std::string& aggregate, std::size_t answer = 0)
      -> result<std::unique_ptr<floor_program>>;
  ~floor_program();
  floor_program(const floor_program&) = delete;
  auto operator=(const floor_program&) -> floor_program& = delete;

 private:
  explicit floor_program(child_process running) : running_{std::move(running)} {}

  child_process running_;
};

} // namespace sinew::bench
