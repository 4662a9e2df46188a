// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"
#include "tools/up/child_process.hpp"

#include <memory>
#include <string>
#include <vector>

namespace sinew::bench {

/// A running `sinew-floor`: it lies beside the program that starts it, and ends with it, however that ends.
class floor_program {
 public:
  /// Blocks until it answers, at most some seconds. `options` say what it serves: `sinew-floor --help`. system_failure: it did
  /// not start, or is not there; says what to build.
  static auto start(const std::string& url, const std::vector<std::string>& options)
      -> result<std::unique_ptr<floor_program>>;
  ~floor_program();
  floor_program(const floor_program&) = delete;
  auto operator=(const floor_program&) -> floor_program& = delete;

 private:
  explicit floor_program(child_process running) : running_{std::move(running)} {}

  child_process running_;
};

} // namespace sinew::bench
