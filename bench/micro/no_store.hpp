// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/intake.hpp"
#include "actors/node.hpp"
#include "memory/manual_clock.hpp"
#include "memory/manual_poller.hpp"
#include "memory/memory_node.hpp"
#include "memory/seeded_randomness.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace sinew::bench {

/// A journal that keeps nothing and agrees to everything, in the next turn of the loop: what is left of a command's path
/// is the runtime's own work. Every aggregate is new to it, so the guard it is shown is the position it believes.
class no_store final : public journal, public turn_worker {
 public:
  explicit no_store(loop& where) : loop_{where} { loop_.add_worker(*this); }
  ~no_store() override { loop_.remove_worker(*this); }
  no_store(const no_store&) = delete;
  auto operator=(const no_store&) -> no_store& = delete;

  void append(const aggregate_key& key, std::uint64_t expected, std::vector<message> messages,
              completion<appended> done) override;
  void read(const aggregate_key& key, std::uint64_t after, std::size_t at_most, completion<history_page> done) override;
  void last(const aggregate_key& key, completion<std::optional<stored_message>> done) override;
  void save_snapshot(const aggregate_key& key, bytes snapshot, completion<void> done) override;
  void load_snapshot(const aggregate_key& key, completion<std::optional<bytes>> done) override;

  // -- turn_worker
  auto work() -> bool override;

 private:
  struct pending_append {
    completion<appended> done;
    std::uint64_t position;
  };

  loop& loop_;
  std::vector<pending_append> appends_;
  std::vector<completion<history_page>> reads_;
  std::vector<completion<std::optional<stored_message>>> lasts_;
  std::vector<completion<std::optional<bytes>>> snapshots_;
};

/// Subscriptions that deliver nothing by themselves, and count what is acknowledged.
class ack_counter final : public subscriptions {
 public:
  void open(subscription, delivery_handler, completion<void>) override {}
  void close(const subscription&) override {}
  void ack(const delivery&) override { ++count_; }
  void retry(const delivery&, std::chrono::milliseconds) override {}
  void in_progress(const delivery&) override {}

  [[nodiscard]] auto count() const -> std::uint64_t { return count_; }

 private:
  std::uint64_t count_ = 0;
};

/// One service's actors as a node runs them, on a loop whose time stands still, with `no_store` below and no network
/// above: requests go straight into `gate()`. Serves all partitions.
class storeless_node {
 public:
  storeless_node(service served, const limits& bounds);
  ~storeless_node();
  storeless_node(const storeless_node&) = delete;
  auto operator=(const storeless_node&) -> storeless_node& = delete;

  auto gate() -> command_gate& { return intake_->gate; }
  auto work() -> const std::shared_ptr<intake>& { return intake_; }
  auto context() -> const node_context& { return context_; }
  auto served() -> const service& { return served_; }
  auto system() -> caf::actor_system& { return running_.system(); }

  /// Turns the loop until `done()`. Time stands still meanwhile.
  void run_until(const std::function<bool()>& done);
  /// Lets time pass at once, and everything that was due happen.
  void advance(loop::clock::duration span);
  /// Deliveries acknowledged so far.
  [[nodiscard]] auto acknowledged() const -> std::uint64_t { return feeds_.count(); }

 private:
  auto outside() -> ports;

  service served_;
  manual_poller poller_;
  manual_clock clock_{poller_, std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
  loop loop_{poller_};
  seeded_randomness chance_{1};
  memory_broker broker_{loop_, clock_};
  memory_node link_;
  no_store log_{loop_};
  ack_counter feeds_;
  command_times times_;
  node_context context_;
  node running_; // not started: its actor system is what is used
  std::shared_ptr<intake> intake_;
};

} // namespace sinew::bench
