// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bridge/connection.hpp"
#include "bridge/connector.hpp"
#include "bridge/reply_lane.hpp"
#include "bridge/session.hpp"

#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace sinew {

/// What a connection is made of. Outlived by nothing that points to it but posted work, which asks `alive_` first.
class connection::engine {
 public:
  engine(loop& where, epoll_poller& poller, connection_options options);

  ~engine() { close(); }

  void drop_all();
  void close();

  auto start() -> result<void>;
  auto publish(std::string_view subject, headers with, bytes_view body, std::string_view reply) -> result<void>;
  void ask(reply_lane& lane, std::string_view subject, headers with, bytes_view body, std::chrono::milliseconds timeout,
           pending_table::taker t);
  auto subscribe(std::string_view subject, std::string_view queue_group, handler h) -> result<subscription_id>;
  void unsubscribe(subscription_id id);
  auto new_inbox() -> std::string { return fmt::format("{}s.{}", inbox_, ++last_inbox_); }
  void on_state(std::function<void(state)> h) { listeners_.push_back(std::move(h)); }
  [[nodiscard]] auto is_connected() const -> bool { return session_ != nullptr && session_->driver().has_socket(); }
  [[nodiscard]] auto max_payload() const -> std::int64_t { return max_payload_; }
  void flush(std::chrono::milliseconds timeout, completion<void> done);

  [[nodiscard]] auto where() -> loop& { return where_; }
  [[nodiscard]] auto asked() -> reply_lane& { return asked_; }
  [[nodiscard]] auto stored() -> reply_lane& { return stored_; }

 private:
  struct subscriber {
    subscription_id id;
    std::string subject;
    std::string queue_group;
    handler handle;
    std::optional<feed> messages;
    bool is_gone = false; // unsubscribed while messages were being handed out
  };

  auto connect_once() -> result<std::shared_ptr<session>>;
  auto adopt(std::shared_ptr<session> made) -> result<void>;
  auto listen(subscriber& s) -> result<void>;
  void lose();
  void drop_feeds();
  void drain();
  void sweep();
  void write() {
    if (session_)
      session_->driver().flush();
  }
  void fail_later(pending_table::taker t, error why);
  void await_deadline();
  void expire();
  void tell(state s);
  /// `w`, skipped when this engine is gone by then.
  auto guarded(loop::work w) -> loop::work;

  loop& where_;
  epoll_poller& poller_;
  const std::thread::id owner_ = std::this_thread::get_id();
  connection_options options_;
  std::string inbox_;
  std::uint64_t last_inbox_ = 0;

  std::shared_ptr<session> session_;
  std::int64_t max_payload_ = 0;
  reply_lane asked_;
  reply_lane stored_;
  // By id, ascending. A node has one for each partition it serves, and each is looked at whenever something has come: no
  // more than that look may be spent on it.
  std::vector<std::unique_ptr<subscriber>> subscribers_;
  bool draining_ = false;
  subscription_id last_subscription_ = 0;
  std::vector<std::function<void(state)>> listeners_;
  std::optional<std::pair<loop::time_point, loop::timer_id>> alarm_; // for the earliest deadline

  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  std::optional<connector> connector_;
};

} // namespace sinew
