// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "bridge/api.hpp"
#include "bridge/connection.hpp"
#include "bridge/topology.hpp"

#include <memory>
#include <optional>
#include <string>

namespace sinew {

/// Messages that a consumer was given too often, as a second net below the readers' own counting: a message that kills
/// every process that works on it is never counted by any of them.
///
/// The broker says so once (an advisory), and says nothing more of the message. The stream `UNDELIVERED` keeps its words;
/// this reads them at the start, after each reconnect and whenever one is heard (which may be before it can be read: then
/// again after a while), fetches the message from its stream, and
/// delivers it as given up. The word is erased when that delivery is acknowledged.
class undelivered_feed {
 public:
  /// `with` must outlive it.
  undelivered_feed(connection& with, const subscription& what, delivery_handler handler);
  ~undelivered_feed();
  undelivered_feed(const undelivered_feed&) = delete;
  auto operator=(const undelivered_feed&) -> undelivered_feed& = delete;

  /// To be told of each change.
  void on_state(connection::state s);

  /// Erases the broker's word, and a fired timer with it: its stream keeps what nobody has acknowledged.
  static void ack(connection& with, const delivery& d);

 private:
  void look();
  void on_heard();
  void look_again();
  void on_words(const result<std::vector<broker_message>>& words);
  void fetch(std::uint64_t word, std::uint64_t position, std::uint64_t deliveries);
  void on_message(std::uint64_t word, std::uint64_t position, std::uint64_t deliveries,
                  const result<api_answer>& answer);
  template <class Work>
  auto guarded(Work work);

  connection& with_;
  std::string stream_;
  std::string subject_;
  std::optional<connection::subscription_id> heard_;
  delivery_handler handler_;
  std::uint64_t seen_ = 0; // the last word read since the connection came up
  bool looking_ = false;
  bool again_ = false;
  int looks_left_ = 0; // for a word that was heard and not yet read
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

} // namespace sinew
