// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>
#include <filesystem>
#include <string>

namespace shop::testing {

/// A `sinew-sandbox` of one test's own, on a free port. Dies with the test, however that ends.
class sandbox_process {
 public:
  /// Remembers in `data_dir`; in memory only when that is empty. Throws std::runtime_error when it does not come up.
  explicit sandbox_process(const std::filesystem::path& data_dir = {}, std::string port = "0");
  ~sandbox_process();
  sandbox_process(const sandbox_process&) = delete;
  auto operator=(const sandbox_process&) -> sandbox_process& = delete;

  [[nodiscard]] auto url() const -> const std::string& { return url_; }
  [[nodiscard]] auto port() const -> std::string { return url_.substr(url_.rfind(':') + 1); }

  /// Ends it and waits for its end; the answer is its exit code, or minus the signal that ended it.
  auto end_with(int signal) -> int;

 private:
  pid_t pid_ = -1;
  std::string url_;
};

/// What `arguments` end with, at once: the exit code.
auto sandbox_exit_code(const std::string& option, const std::string& value) -> int;

} // namespace shop::testing
