// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace shop {

/// What was decided about one thing.
struct ledger_entry {
  enum class status : std::uint8_t { granted, denied, voided };
  status is = status::granted;
  std::string proof; // of what was granted, also after it was voided
  std::string code;  // why it was denied
  nlohmann::json details = nlohmann::json::object();
};

/// What outside parties remember: decisions by trade and id, and failures pretended so far. With a file it survives a
/// restart: one JSON object per line, appended and flushed before anyone is told. A last line that was torn off is cut away.
/// One thread.
class ledger {
 public:
  using name = std::pair<std::string, std::string>; // trade, id

  /// Remembers in memory only.
  ledger() = default;
  /// Makes folder and file when missing. system_failure: the file cannot be used, is in use by another process, or is
  /// damaged before its last line; the text names it.
  static auto open(const std::filesystem::path& folder) -> sinew::result<ledger>;
  ~ledger();
  ledger(ledger&& other) noexcept;
  auto operator=(ledger&& other) noexcept -> ledger&;

  [[nodiscard]] auto find(const name& which) const -> const ledger_entry*;
  [[nodiscard]] auto failures(const name& which) const -> unsigned;
  [[nodiscard]] auto entries() const -> const std::map<name, ledger_entry>& { return entries_; }

  /// system_failure: it could not be written, and is not remembered.
  auto settle(const name& which, ledger_entry entry) -> sinew::result<void>;
  auto note_failure(const name& which) -> sinew::result<void>;

 private:
  auto load(const std::filesystem::path& file) -> sinew::result<void>;
  auto take(const nlohmann::json& line) -> bool;
  auto append(const nlohmann::json& line) -> sinew::result<void>;

  std::map<name, ledger_entry> entries_;
  std::map<name, unsigned> failures_;
  int file_ = -1;
};

} // namespace shop
