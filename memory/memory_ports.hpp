// SPDX-License-Identifier: Apache-2.0
#pragma once

// The ports of actors/ports.hpp on a memory broker. What each call promises is written there.

#include "actors/ports.hpp"
#include "memory/memory_broker.hpp"

#include <memory>
#include <string>

namespace sinew {

/// What every port of one node shares.
struct memory_connection {
  memory_broker& broker;
  std::shared_ptr<memory_link> link;
  std::string service;
};

class memory_journal final : public journal {
 public:
  explicit memory_journal(memory_connection to) : to_{std::move(to)} {}
  void append(const aggregate_key& key, std::uint64_t expected, std::vector<message> messages,
              completion<appended> done) override;
  void read(const aggregate_key& key, std::uint64_t after, std::size_t at_most, completion<history_page> done) override;
  void last(const aggregate_key& key, completion<std::optional<stored_message>> done) override;
  void save_snapshot(const aggregate_key& key, bytes snapshot, completion<void> done) override;
  void load_snapshot(const aggregate_key& key, completion<std::optional<bytes>> done) override;

 private:
  memory_connection to_;
};

class memory_timers final : public timers {
 public:
  explicit memory_timers(memory_connection to) : to_{std::move(to)} {}
  void arm(const aggregate_key& key, timestamp at, message command, completion<void> done) override;
  void cancel(const aggregate_key& key, std::string_view command) override;

 private:
  memory_connection to_;
};

class memory_requests final : public requests {
 public:
  explicit memory_requests(memory_connection to) : to_{std::move(to)} {}
  void serve_commands(std::string_view aggregate, std::uint32_t partition, request_handler handler) override;
  void stop_commands(std::string_view aggregate, std::uint32_t partition) override;
  void serve_queries(std::string_view service, request_handler handler) override;
  void serve_control(std::string_view node, request_handler handler) override;
  void stop_serving() override;
  void send(const message& command, std::chrono::milliseconds timeout, completion<bytes> done) override;

 private:
  memory_connection to_;
};

class memory_subscriptions final : public subscriptions {
 public:
  explicit memory_subscriptions(memory_connection to) : to_{std::move(to)} {}
  void open(subscription what, delivery_handler handler, completion<void> done) override;
  void close(const subscription& what) override;
  void ack(const delivery& d) override;
  void retry(const delivery& d, std::chrono::milliseconds delay) override;
  void in_progress(const delivery& d) override;

 private:
  auto consumer_of(const delivery& d) -> memory_consumer*;

  memory_connection to_;
};

class memory_parking final : public parking {
 public:
  explicit memory_parking(memory_connection to) : to_{std::move(to)} {}
  void park(parked_message what, std::uint64_t behind, completion<std::uint64_t> done) override;
  void set_aside(parked_message what, completion<void> done) override;
  void last(std::string_view service, const aggregate_key& key, completion<std::uint64_t> done) override;
  void read(std::string_view service, const aggregate_key& key, std::uint64_t after, std::size_t at_most,
            completion<parked_page> done) override;
  void keys(std::string_view service, std::size_t at_most, completion<parked_keys> done) override;
  void note(const parked_entry& tried, completion<void> done) override;
  void remove(std::string_view service, const aggregate_key& key, std::uint64_t place, completion<bool> done) override;
  void watch(std::string_view service, watcher h) override;

 private:
  memory_connection to_;
};

class memory_membership final : public membership {
 public:
  explicit memory_membership(memory_connection to) : to_{std::move(to)} {}
  void announce(const node_record& self) override;
  void leave(const node_record& self) override;
  void watch(view_handler handler) override;

 private:
  memory_connection to_;
};

} // namespace sinew
