// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/target/event_store.hpp"
#include "bridge/jetstream_journal.hpp"

#include <memory>
#include <string_view>

namespace sinew::bench {

/// The journal of a node, on a connection of its own: whatever nodes do under a durability label, group commit too, it does.
class journal_store final : public event_store {
 public:
  /// For the stream `EVT_<SERVICE>`.
  journal_store(std::unique_ptr<connection> with, std::string_view service, topology::durability label)
      : with_{std::move(with)}, log_{*with_, service, label} {}

  void append(const aggregate_key& key, std::uint64_t expected, message event, completion<appended> done) override {
    log_.append(key, expected, {std::move(event)}, std::move(done));
  }
  void last(const aggregate_key& key, completion<std::uint64_t> done) override;

 private:
  std::unique_ptr<connection> with_;
  jetstream_journal log_;
};

} // namespace sinew::bench
