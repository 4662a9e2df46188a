// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/epoll_poller.hpp"
#include "actors/loop.hpp"
#include "bridge/connection.hpp"
#include "tests/support/private_nats_server.hpp"

#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

namespace sinew::test {

/// A nats-server of the test's own and a loop on which the test itself runs.
class bridge_fixture : public testing::Test {
 public:
  auto server() -> private_nats_server& { return server_; }
  auto where() -> loop& { return loop_; }
  auto poller() -> epoll_poller& { return poller_; }

  auto connect(std::string node, std::size_t pending_limit = 16'384) -> std::unique_ptr<connection> {
    auto opened = connection::open(loop_, poller_,
                                   {.url = server_.url(), .node = std::move(node), .pending_limit = pending_limit});
    if (!opened)
      throw std::runtime_error{to_string(opened.error())};
    return std::move(*opened);
  }

  /// Turns the loop until `done()`. The patience is for slow machines only.
  auto run_until(const std::function<bool()>& done, std::chrono::milliseconds patience = std::chrono::seconds{20})
      -> bool {
    return done() || loop_.run_until(done, patience);
  }

  template <class T>
  static auto into(std::optional<result<T>>& answer) -> completion<T> {
    return [&answer](result<T> r) { answer.emplace(std::move(r)); };
  }
  template <class T>
  auto answered(const std::optional<result<T>>& answer) -> bool {
    return run_until([&answer] { return answer.has_value(); });
  }

  void flush(connection& c) {
    std::optional<result<void>> flushed;
    c.flush(std::chrono::seconds{10}, into(flushed));
    EXPECT_TRUE(answered(flushed) && flushed->has_value());
  }

 private:
  private_nats_server server_;
  epoll_poller poller_;
  loop loop_{poller_};
};

} // namespace sinew::test
