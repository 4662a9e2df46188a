// SPDX-License-Identifier: Apache-2.0
#include "services/outside/http_client.hpp"

#include "http/http_asker.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <thread>
#include <utility>

namespace shop {

namespace {

using sinew::errc;

auto method_of(http_request::verb verb) -> std::string {
  switch (verb) {
    case http_request::verb::get: return "GET";
    case http_request::verb::put: return "PUT";
    case http_request::verb::del: return "DELETE";
  }
  return "GET";
}

auto question_of(http_request what, const sinew::http_url& where) -> sinew::http_question {
  sinew::http_question made{.where = where,
                            .method = method_of(what.what),
                            .target = std::move(what.path),
                            .headers = {{"User-Agent", "sinew"}, {"Accept", "application/json"}},
                            .body = std::move(what.body)};
  if (!made.body.empty())
    made.headers.push_back({"Content-Type", "application/json"});
  if (!what.trace.empty())
    made.headers.push_back({"traceparent", std::move(what.trace)});
  return made;
}

auto judged(sinew::http_outcome got, const sinew::http_url& where) -> sinew::result<http_answer> {
  if (!got) {
    const bool nothing_happened = got.error().how == sinew::http_failure::kind::unreachable;
    return sinew::fail(nothing_happened ? errc::unavailable : errc::outcome_unknown, std::move(got.error().what));
  }
  if (got->status < 500)
    return http_answer{got->status, std::move(got->body)};
  return sinew::fail(got->status == 503 ? errc::unavailable : errc::outcome_unknown,
                     where.authority() + " answers " + std::to_string(got->status));
}

} // namespace

/// The client's thread and what it works on.
struct http_client::engine {
  engine(http_client_options o, sinew::poster p) : options{std::move(o)}, post{std::move(p)} {
    thread = std::thread{[this] { io.run(); }};
  }
  ~engine() {
    io.stop();
    thread.join();
  }
  engine(const engine&) = delete;
  auto operator=(const engine&) -> engine& = delete;

  const http_client_options options;
  const sinew::poster post;
  boost::asio::io_context io{1};
  sinew::http_asker asker{io, {.body_size = options.answer_size, .idle_connections = options.idle_connections}};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> busy{io.get_executor()};
  std::thread thread;
};

http_client::http_client(http_client_options options, sinew::poster post)
    : engine_{std::make_unique<engine>(std::move(options), std::move(post))} {}

http_client::~http_client() = default;

void http_client::call(http_request what, std::chrono::milliseconds patience, sinew::completion<http_answer> done) {
  auto& e = *engine_;
  auto answer = [&e, done = std::move(done)](sinew::http_outcome got) {
    e.post([done, judgement = judged(std::move(got), e.options.where)]() mutable { done(std::move(judgement)); });
  };
  const auto deadline = std::chrono::steady_clock::now() + patience;
  boost::asio::post(
      e.io, [&e, question = question_of(std::move(what), e.options.where), deadline,
             answer = std::move(answer)]() mutable { e.asker.send(std::move(question), deadline, std::move(answer)); });
}

} // namespace shop
