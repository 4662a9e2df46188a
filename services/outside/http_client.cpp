// SPDX-License-Identifier: Apache-2.0
#include "services/outside/http_client.hpp"

#include "services/outside/http_call.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <thread>

namespace shop {

/// The client's thread and what it works on.
struct http_client::engine {
  engine(http_client_options o, sinew::poster p) : options{std::move(o)}, post{std::move(p)} {
    thread = std::thread{[this] { lane.io.run(); }};
  }
  ~engine() {
    lane.io.stop();
    thread.join();
  }
  engine(const engine&) = delete;
  auto operator=(const engine&) -> engine& = delete;

  const http_client_options options;
  const sinew::poster post;
  http_lane lane{options};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> busy{lane.io.get_executor()};
  std::thread thread;
};

http_client::http_client(http_client_options options, sinew::poster post)
    : engine_{std::make_unique<engine>(std::move(options), std::move(post))} {}

http_client::~http_client() = default;

void http_client::call(http_request what, std::chrono::milliseconds patience, sinew::completion<http_answer> done) {
  auto& e = *engine_;
  auto answer = [post = e.post, done = std::move(done)](sinew::result<http_answer> got) {
    post([done, got = std::move(got)]() mutable { done(std::move(got)); });
  };
  const auto call = std::make_shared<http_call>(e.lane, std::move(what), std::move(answer));
  const auto deadline = std::chrono::steady_clock::now() + patience;
  boost::asio::post(e.lane.io, [call, deadline] { call->start(deadline); });
}

} // namespace shop
