// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/bytes.hpp"

#include <memory>
#include <string_view>

struct __natsMsg; // nats.c's message, known by name only: nobody but the bridge's private files includes nats.h

namespace sinew {

/// A received message. Movable; owns its bytes. All views point into it and live as long as it does. One thread at a
/// time.
class broker_message {
 public:
  /// Takes ownership. Null stands for the broker's word that nobody listens (status 503): nats.c swallows that message.
  explicit broker_message(__natsMsg* owned) : handle_{owned} {}

  [[nodiscard]] auto subject() const -> std::string_view;
  /// Where an answer or an ack goes; empty when none is wanted.
  [[nodiscard]] auto reply() const -> std::string_view;
  [[nodiscard]] auto body() const -> bytes_view;
  /// The first value of a header, case-sensitive: `Nats-Sequence`. Empty when there is none.
  [[nodiscard]] auto header(std::string_view name) const -> std::string_view;
  /// Like `header`, as a number; 0 when it is none.
  [[nodiscard]] auto number(std::string_view name) const -> std::uint64_t;
  /// The broker's status line (`NATS/1.0 404`): 503 nobody listens, 404 nothing there, 204 end of batch …; 0 for
  /// messages that carry something. Only looked for when the body is empty, and not believed of a stored message.
  [[nodiscard]] auto status() const -> int;
  /// The text of the status line: `No Messages`.
  [[nodiscard]] auto status_text() const -> std::string_view { return header("Description"); }

 private:
  struct destroy {
    void operator()(__natsMsg* m) const;
  };
  std::unique_ptr<__natsMsg, destroy> handle_;
};

} // namespace sinew
