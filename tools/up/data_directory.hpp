// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"
#include "tools/up/child_process.hpp"

#include <filesystem>

namespace sinew {

/// The folder in which one running system keeps everything: broker's store, its configuration, mail. Locked while this
/// object lives, so that no second system writes there; a temporary one is removed at the end.
class data_directory {
 public:
  /// Creates it where it is missing; an empty path makes a temporary one. system_failure: it cannot be written.
  /// conflict: another running `sinew up` uses it. Both name the folder and say what to do.
  static auto open(const std::filesystem::path& wanted) -> result<data_directory>;

  data_directory(data_directory&& other) noexcept;
  auto operator=(data_directory&&) -> data_directory& = delete;
  ~data_directory();

  [[nodiscard]] auto path() const -> const std::filesystem::path& { return path_; }
  [[nodiscard]] auto is_temporary() const -> bool { return temporary_; }
  /// Where a broker stores; each server of a cluster (1, 2, …) has a folder of its own.
  [[nodiscard]] auto store() const -> std::filesystem::path { return path_ / "jetstream"; }
  [[nodiscard]] auto store(int server) const -> std::filesystem::path;
  /// conflict: what lies in it was written by one server where a cluster is to run, or the other way round.
  [[nodiscard]] auto check_servers(bool cluster) const -> result<void>;
  [[nodiscard]] auto mail() const -> std::filesystem::path { return path_ / "mail"; }
  /// Where a node keeps its read models.
  [[nodiscard]] auto read_models(const std::string& node) const -> std::filesystem::path {
    return path_ / "read_models" / node;
  }
  /// What the outside parties of the sandbox remember: they must know a charge again after a restart.
  [[nodiscard]] auto outside() const -> std::filesystem::path { return path_ / "outside"; }

  /// Replaces a file in it. system_failure names the file and the reason.
  auto write(const std::string& name, const std::string& text) const -> result<std::filesystem::path>;
  /// There is no such file any more, as far as that can be done.
  void remove(const std::string& name) const;

 private:
  data_directory(std::filesystem::path path, bool temporary) : path_{std::move(path)}, temporary_{temporary} {}
  auto lock() -> result<void>;

  std::filesystem::path path_;
  bool temporary_;
  descriptor lock_;
};

} // namespace sinew
