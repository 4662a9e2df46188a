// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/read_model.hpp"
#include "projection/model_store.hpp"

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sinew {

/// A read model as a file of another version of it tells of itself: enough to list its rows, for they are tables of the same
/// name, and tables can be read by older and newer programs (schemas/README.md); not enough to fold anything in. So a node that
/// begins with a new version has something to answer until the new copy is built.
class outdated_model final : public read_model {
 public:
  /// invalid_input: `shape` is none (see `shape_of`).
  static auto read(const read_model& newer, std::string shape, std::uint32_t version)
      -> result<std::shared_ptr<const outdated_model>>;

  auto name() const -> std::string_view override { return newer_.name(); }
  auto version() const -> std::uint32_t override { return version_; }
  auto aggregate() const -> std::string_view override { return newer_.aggregate(); }
  auto row_table() const -> std::string_view override { return table_; }
  auto columns() const -> const std::vector<column_head>& override { return columns_; }
  auto is_searched() const -> bool override { return is_searched_; }
  /// unknown_type, always.
  auto fold(bytes_view before, std::string_view event, bytes_view payload, const fold_context& at) const
      -> result<model_row> override;

 private:
  outdated_model(const read_model& newer, std::string shape, std::uint32_t version)
      : newer_{newer}, shape_{std::move(shape)}, version_{version} {}
  auto read_shape() -> result<void>;

  const read_model& newer_;
  std::string shape_; // what the names below point into
  std::uint32_t version_;
  std::string_view table_;
  std::vector<column_head> columns_;
  bool is_searched_ = false;
};

/// A file of another version, and how far it had come.
struct outdated_file {
  std::shared_ptr<const outdated_model> model;
  store_facts facts;
};

/// invalid_input: it cannot answer for `model`: damaged, of another model or table, or it never was as far as its log. Others: those of
/// `sqlite`. `ending` as for `sqlite::open`.
auto read_outdated_file(const std::filesystem::path& file, const read_model& model, const std::atomic<bool>& ending)
    -> result<outdated_file>;

} // namespace sinew
