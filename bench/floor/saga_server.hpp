// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/floor/plain_aggregates.hpp"
#include "bench/floor/plain_pull.hpp"
#include "bench/floor/saga_steps.hpp"

#include <memory>
#include <string>
#include <vector>

namespace sinew::bench {

/// The floor of a saga: what the broker has to store, to deliver and to note as acknowledged for one order, in the order in which
/// one thing leads to the next, in one process, without rules, state or anybody outside (saga_steps.hpp).
///
/// The event of a step is acknowledged when what it led to is stored. Orders are spread evenly over the articles, so that no
/// article's turn holds an order up for long.
class saga_server {
 public:
  /// Its streams and consumers, whose names begin with `prefix`, must exist. `articles` >= 1.
  saga_server(plain_link& on, plain_journal& log, std::string prefix, std::uint32_t articles);

  auto serve() -> result<void>;

 private:
  /// A step with the names that it has here.
  struct row {
    std::string aggregate;
    std::string event;
    std::string target;
    std::string next;
    const saga_timer* armed = nullptr; // before `next` is stored
    const saga_timer* ended = nullptr; // by `next`
  };

  auto read(const saga_reading& what) -> result<void>;
  auto row_of(const saga_step& step) const -> row;
  void place(plain_message command);
  void react(const std::vector<row>& rows, plain_message event);
  void append(const row& step, const std::string& order, plain_message event);
  void arm(const aggregate_key& key, bytes_view body, plain_journal::placed done);
  void take_back(const aggregate_key& key);
  auto target_of(const row& step, const std::string& order) const -> aggregate_key;
  auto stream_of(const std::string& aggregate) const -> std::string;

  plain_link& link_;
  plain_journal& log_;
  std::string prefix_;
  std::uint32_t articles_;
  plain_aggregates aggregates_;
  std::vector<std::unique_ptr<plain_pull>> pulls_;
};

} // namespace sinew::bench
