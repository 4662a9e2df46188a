// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "memory/memory_stream.hpp"
#include "schemas/message.hpp"
#include "tests/simulation/place.hpp"

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace simulation {

/// One event as the log holds it.
struct logged {
  sinew::aggregate_key key;
  std::string type;
  std::uint64_t position;
  std::uint64_t version;
  sinew::uuid id;
  sinew::uuid causation;
  sinew::timestamp time; // as its writer's clock says
  time_point stored;     // as the simulation knows
  sinew::bytes_view payload;

  /// The payload as the table that its schema says it is. It must be one: `log_view` has looked.
  template <class Table>
  auto as() const -> const Table& {
    return *flatbuffers::GetRoot<Table>(payload.data());
  }
};

/// The log of the whole shop, read with nothing but the envelope's schema.
class log_view {
 public:
  /// Takes in what one service has stored. `stored[i]` is when the record at position i + 1 came.
  void add(std::string_view service, const sinew::memory_stream& log, const std::vector<time_point>& stored);

  using history = std::vector<const logged*>;
  /// Of one aggregate, in order; empty when there is none.
  [[nodiscard]] auto of(std::string_view aggregate, std::string_view id) const -> const history&;
  [[nodiscard]] auto all() const -> const std::map<sinew::aggregate_key, history>& { return by_key_; }
  /// All ids of one kind of aggregate.
  [[nodiscard]] auto ids_of(std::string_view aggregate) const -> std::vector<std::string>;
  /// What cannot be what it must be: damaged, foreign, out of order.
  [[nodiscard]] auto faults() const -> const std::vector<std::string>& { return faults_; }
  [[nodiscard]] auto size() const -> std::size_t { return events_.size(); }

 private:
  void add_entries(const sinew::memory_record& record, const sinew::message& read, time_point stored);

  std::deque<logged> events_;
  std::deque<sinew::message> messages_; // own the payloads
  std::map<sinew::aggregate_key, history> by_key_;
  std::vector<std::string> faults_;
};

/// The first event of that type in a history, or null.
auto first_of(const log_view::history& of, std::string_view type) -> const logged*;
auto count_of(const log_view::history& of, std::string_view type) -> std::size_t;
/// The first event that a command led to, or null.
auto caused_by(const log_view::history& of, const sinew::uuid& command) -> const logged*;
/// The last one: a command may lead to several.
auto last_caused_by(const log_view::history& of, const sinew::uuid& command) -> const logged*;

} // namespace simulation
