// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/read_model_of.hpp"
#include "projection/log_feed.hpp"
#include "projection/row_lister.hpp"
#include "schemas/message.hpp"
#include "services/order/orders.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

namespace sinew::test {

/// A folder of the test's own, gone with it.
class temporary_folder {
 public:
  temporary_folder() {
    std::string wanted = (std::filesystem::temp_directory_path() / "sinew-lists-XXXXXX").string();
    if (mkdtemp(wanted.data()) == nullptr)
      throw std::runtime_error{"no temporary folder"};
    path_ = wanted;
  }
  ~temporary_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  temporary_folder(const temporary_folder&) = delete;
  auto operator=(const temporary_folder&) -> temporary_folder& = delete;

  auto operator/(std::string_view name) const -> std::filesystem::path { return path_ / name; }
  [[nodiscard]] auto path() const -> const std::filesystem::path& { return path_; }

 private:
  std::filesystem::path path_;
};

inline const timestamp noon = from_unix_ns(1'790'000'000'000'000'000);
inline const std::atomic<bool> never_ends = false;

/// Writes a log of orders as the order service does.
class order_log {
 public:
  /// Appends one event; it happens a second after the one before.
  auto add(const std::string& id, const shop::order::event& e) -> log_event {
    const auto encoded = encode_named(e);
    const message::head head{
        .aggregate = "order", .aggregate_id = id, .type = encoded.type, .version = ++versions_[id]};
    ++position_;
    const new_entry entry{
        .head = {.id = {1, position_}, .correlation = id, .time = time_of(position_), .actor = "test"},
        .payload = encoded.payload};
    const auto written = message::write(head, {entry});
    all_.push_back({position_, {"order", id}, std::string{encoded.type}, copy_of(written.raw())});
    return all_.back();
  }
  auto place(const std::string& id, const std::string& customer, std::int64_t units) -> log_event {
    return add(id, shop::order::placed{.customer = {customer},
                                       .lines = {{{"SKU-1"}, 1, {units, shop::currency::eur}}},
                                       .total = {units, shop::currency::eur},
                                       .payment = shop::card{"4242"},
                                       .ship_to = std::nullopt,
                                       .deadline = noon});
  }
  auto confirm(const std::string& id) -> log_event { return add(id, shop::order::confirmed{{"c-1"}, {100, {}}}); }

  static auto time_of(std::uint64_t position) -> timestamp { return noon + std::chrono::seconds{position}; }
  [[nodiscard]] auto all() const -> const std::vector<log_event>& { return all_; }
  [[nodiscard]] auto last() const -> std::uint64_t { return position_; }

 private:
  std::vector<log_event> all_;
  std::map<std::string, std::uint64_t> versions_;
  std::uint64_t position_ = 0;
};

inline auto orders_model() -> const read_model& {
  return read_model_of<shop::orders>();
}

/// A question as a client writes it.
struct asked {
  std::vector<std::tuple<std::string, wire::Comparison, std::string>> filters = {};
  std::string search = {};
  std::string sort = {};
  std::uint32_t limit = 0;
  std::string cursor = {};

  [[nodiscard]] auto body() const -> bytes {
    flatbuffers::FlatBufferBuilder b;
    std::vector<flatbuffers::Offset<wire::ListFilter>> written;
    for (const auto& [column, comparison, value] : filters)
      written.push_back(wire::CreateListFilterDirect(b, column.c_str(), comparison, value.c_str()));
    b.Finish(wire::CreateListQueryDirect(b, &written, search.c_str(), sort.empty() ? nullptr : sort.c_str(), limit,
                                         cursor.c_str()));
    return copy_of({reinterpret_cast<const std::byte*>(b.GetBufferPointer()), b.GetSize()});
  }
};

inline auto ids_of(const list_page& page) -> std::vector<std::string> {
  std::vector<std::string> ids;
  for (const auto& row : page.rows)
    ids.push_back(row.id);
  return ids;
}

} // namespace sinew::test
