// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "memory/memory_faults.hpp"
#include "memory/memory_link.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// What is parked, for all services: dead letters, in order. Promises what `parking` in actors/ports.hpp promises.
class memory_letters {
 public:
  /// `faults` must outlive it.
  explicit memory_letters(memory_faults& faults) : faults_{faults} {}

  auto park(parked_message what, std::uint64_t behind) -> result<std::uint64_t>;
  void set_aside(parked_message what) { aside_.push_back(std::move(what)); }
  [[nodiscard]] auto last(std::string_view service, const aggregate_key& key) const -> std::uint64_t;
  [[nodiscard]] auto read(std::string_view service, const aggregate_key& key, std::uint64_t after,
                          std::size_t at_most) const -> parked_page;
  [[nodiscard]] auto keys(std::string_view service, std::size_t at_most) const -> parked_keys;
  void note(const parked_entry& tried);
  auto remove(std::uint64_t place) -> bool { return entries_.erase(place) > 0; }
  void watch(std::string_view service, std::shared_ptr<memory_link> link, parking::watcher h);

  /// Everything, in order; then what was set aside.
  [[nodiscard]] auto all() const -> std::vector<parked_message>;

 private:
  struct watching {
    std::string service;
    std::shared_ptr<memory_link> link;
    parking::watcher tell;
  };

  void announce(const parked_message& what);

  memory_faults& faults_;
  std::uint64_t last_place_ = 0;
  std::map<std::uint64_t, parked_message> entries_; // by place
  std::vector<parked_message> aside_;
  std::vector<watching> watchers_;
};

} // namespace sinew
