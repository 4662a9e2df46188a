// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "bridge/connection.hpp"
#include "bridge/group_commit.hpp"
#include "bridge/guarded_append.hpp"
#include "bridge/topology.hpp"

#include <optional>
#include <string>

namespace sinew {

/// The service's log on the stream `EVT_<SERVICE>`, its snapshots on `SNP_<SERVICE>`.
///
/// Every append carries the guard: the last sequence below `evt.<aggregate>.<partition>.<id>.>` that the writer knows.
/// Several messages go as one atomic batch; with label `fsync`, so do the appends that pile up while others are being stored
/// (`group_commit`).
///
/// On a stream that lies on several servers, any of them answers a direct get, and may be behind. Appends need not care:
/// what was decided on old grounds meets the guard. But a decision that stores nothing (a refusal, a query's answer) has
/// no guard, so there each page is checked against the leader (`current_page`), and `last` asks the leader anyway.
/// Snapshots may be old: the log after them is read.
class jetstream_journal final : public journal {
 public:
  /// `with` must outlive it.
  jetstream_journal(connection& with, std::string_view service, topology::durability label);

  void append(const aggregate_key& key, std::uint64_t expected, std::vector<message> messages,
              completion<appended> done) override;
  void read(const aggregate_key& key, std::uint64_t after, std::size_t at_most, completion<history_page> done) override;
  void last(const aggregate_key& key, completion<std::optional<stored_message>> done) override;
  void save_snapshot(const aggregate_key& key, bytes snapshot, completion<void> done) override;
  void load_snapshot(const aggregate_key& key, completion<std::optional<bytes>> done) override;

 private:
  void answer_later(completion<appended> done, error why);
  void read_anywhere(const aggregate_key& key, std::uint64_t after, std::size_t at_most, completion<history_page> done);

  connection& with_;
  std::string events_;
  std::string snapshots_;
  bool replicated_;
  append_sender sender_;
  std::optional<group_commit> together_;
};

} // namespace sinew
