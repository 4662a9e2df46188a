// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"
#include "kernel/time.hpp"

#include <string>

namespace shop {

/// Whoever brings letters to customers: the outside party of notification.
class mail {
 public:
  struct letter {
    /// Of the notification: a letter of the same id is sent once.
    std::string id;
    std::string recipient;
    std::string subject;
    std::string body; // lines end with '\n'
    sinew::timestamp written;
    /// The traceparent of the sending; empty: nobody traces it.
    std::string trace = {};
  };

  virtual ~mail() = default;

  /// Idempotent by the letter's id; returns at once, and answers on the loop's thread when the letter is surely on its way.
  /// overloaded, unavailable: try again later. system_failure: it cannot be sent, for the reason given.
  virtual void send(letter what, sinew::completion<void> done) = 0;
};

} // namespace shop
