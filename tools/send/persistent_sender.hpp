// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "schemas/message.hpp"
#include "tools/client/client.hpp"

#include <functional>

namespace sinew {

/// Sends commands until each has an answer that will not change: where nobody serves, the queue is full or the outcome is
/// unknown, it sends the same command (with the same id, so that it cannot happen twice) again, with growing pauses, until
/// the time is up. Loop's thread; must outlive what it sends.
class persistent_sender {
 public:
  persistent_sender(client& with, std::chrono::milliseconds timeout) : with_{with}, timeout_{timeout} {}

  /// `done` gets a receipt that is final (accepted, refused, invalid), or the error of the last attempt.
  void send(message command, completion<receipt> done) { send(std::move(command), timeout_, std::move(done)); }
  /// The same within a time of its own.
  void send(message command, std::chrono::milliseconds timeout, completion<receipt> done);

 private:
  struct attempt;
  void try_once(std::shared_ptr<attempt> a);
  void on_answer(const std::shared_ptr<attempt>& a, result<broker_message> answer);
  void again(const std::shared_ptr<attempt>& a, error why, std::chrono::milliseconds not_before);

  client& with_;
  std::chrono::milliseconds timeout_;
};

} // namespace sinew
