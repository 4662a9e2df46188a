// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/node_figures.hpp"
#include "actors/service.hpp"

#include <map>
#include <memory>
#include <string>

namespace sinew {

/// A journal that counts what goes through it, and how long sagas take: those that end with an append of one's own
/// (`service::saga_ends`). When they began it remembers, or else reads in the log. Loop's thread.
class metered_journal final : public journal {
 public:
  /// All must outlive it.
  metered_journal(journal& inner, const wall_clock& clock, const service& served, node_figures& to)
      : inner_{inner}, clock_{clock}, served_{served}, to_{to} {}

  void append(const aggregate_key& key, std::uint64_t expected, std::vector<message> messages,
              completion<appended> done) override;
  void read(const aggregate_key& key, std::uint64_t after, std::size_t at_most,
            completion<history_page> done) override {
    inner_.read(key, after, at_most, std::move(done));
  }
  void last(const aggregate_key& key, completion<std::optional<stored_message>> done) override {
    inner_.last(key, std::move(done));
  }
  void save_snapshot(const aggregate_key& key, bytes snapshot, completion<void> done) override {
    inner_.save_snapshot(key, std::move(snapshot), std::move(done));
  }
  void load_snapshot(const aggregate_key& key, completion<std::optional<bytes>> done) override {
    inner_.load_snapshot(key, std::move(done));
  }

 private:
  void stored(const aggregate_key& key, const std::vector<message>& what, bool are_first);
  void begin_saga(const aggregate_key& key, timestamp at);
  void end_saga(const aggregate_key& key, std::string_view outcome, timestamp end);
  [[nodiscard]] auto begins_sagas(std::string_view aggregate) const -> bool;

  journal& inner_;
  const wall_clock& clock_;
  const service& served_;
  node_figures& to_;
  std::map<aggregate_key, timestamp> begun_;
  std::map<aggregate_key, timestamp> begun_before_; // older ones; what was forgotten is read when it is needed
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

} // namespace sinew
