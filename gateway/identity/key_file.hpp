// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/identity/key_set.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace sinew::gateway {

/// The keys in a file that others replace when keys change: read at the start, when somebody says so, and when a token names a
/// key that is not there, but then seldom, for anybody can invent names. Blocks for as long as a small file of this machine takes.
/// Loop's thread.
class key_file {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  /// system_failure, invalid_input name the file and what is wrong.
  static auto open(std::filesystem::path file) -> result<key_file>;

  /// Null: there is none of that name. What is returned stays while `keys()` of this moment is held.
  auto find(std::string_view id, time_point now) -> const public_key*;
  /// Reads the file again. Where that fails, the former keys stay, and the error says why.
  auto reread() -> result<void>;
  /// Another one when a reading found another text: what is known of tokens need not be forgotten for the same keys.
  [[nodiscard]] auto keys() const -> const std::shared_ptr<const key_set>& { return keys_; }

 private:
  explicit key_file(std::filesystem::path file) : file_{std::move(file)} {}

  std::filesystem::path file_;
  std::shared_ptr<const key_set> keys_;
  std::string text_; // what they were read from
  /// Before it, names that nobody knows are not looked up in the file.
  time_point next_look_ = time_point::min();
};

} // namespace sinew::gateway
