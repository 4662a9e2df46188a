// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "bridge/connection.hpp"

#include <memory>

namespace sinew {

/// Parked messages on the stream `PARK`: the body unchanged, the circumstances in headers (parked_headers.hpp).
///
/// One subject for each service and key holds the queue, so that the broker's guard on the last sequence of a subject
/// orders all who park for that key. What was tried again in vain, and what was set aside, stand on subjects of their own
/// below it, where no guard and no count of keys sees them.
class jetstream_parking final : public parking {
 public:
  /// `with` must outlive it.
  explicit jetstream_parking(connection& with);

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
  void read_note(std::string_view service, const aggregate_key& key, parked_page page, completion<parked_page> done);
  void purge(const std::string& subject, std::uint64_t keep);

  connection& with_;
  std::vector<std::shared_ptr<watcher>> watchers_;
};

} // namespace sinew
