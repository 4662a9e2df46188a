// SPDX-License-Identifier: Apache-2.0
#include "bridge/connection.hpp"

#include "bridge/connection_engine.hpp"
#include "kernel/names.hpp"

namespace sinew {

auto connection::open(loop& where, epoll_poller& poller, connection_options options)
    -> result<std::unique_ptr<connection>> {
  if (auto named = check_id(options.node); !named)
    return tl::unexpected{named.error()};
  auto e = std::make_unique<engine>(where, poller, std::move(options));
  if (auto started = e->start(); !started)
    return tl::unexpected{started.error()};
  return std::unique_ptr<connection>{new connection{std::move(e)}};
}

connection::connection(std::unique_ptr<engine> e) : engine_{std::move(e)} {}
connection::~connection() = default;

auto connection::publish(std::string_view subject, headers with, bytes_view body, std::string_view reply)
    -> result<void> {
  return engine_->publish(subject, with, body, reply);
}

namespace {

auto taking_one(completion<broker_message> done) -> pending_table::taker {
  return [done = std::move(done)](result<broker_message> answer) {
    done(std::move(answer));
    return true;
  };
}

} // namespace

void connection::request(std::string_view subject, headers with, bytes_view body, std::chrono::milliseconds timeout,
                         completion<broker_message> done) {
  engine_->ask(engine_->asked(), subject, with, body, timeout, taking_one(std::move(done)));
}

void connection::store(std::string_view subject, headers with, bytes_view body, std::chrono::milliseconds timeout,
                       completion<broker_message> done) {
  engine_->ask(engine_->stored(), subject, with, body, timeout, taking_one(std::move(done)));
}

void connection::request_many(std::string_view subject, headers with, bytes_view body,
                              std::chrono::milliseconds timeout, std::function<bool(const broker_message&)> is_last,
                              completion<std::vector<broker_message>> done) {
  const auto collected = std::make_shared<std::vector<broker_message>>();
  engine_->ask(engine_->asked(), subject, with, body, timeout,
               [collected, is_last = std::move(is_last), done = std::move(done)](result<broker_message> answer) {
                 if (!answer) {
                   done(tl::unexpected{answer.error()});
                   return true;
                 }
                 collected->push_back(std::move(*answer));
                 if (!is_last(collected->back()))
                   return false;
                 done(std::move(*collected));
                 return true;
               });
}

auto connection::subscribe(std::string_view subject, std::string_view queue_group, handler h)
    -> result<subscription_id> {
  return engine_->subscribe(subject, queue_group, std::move(h));
}

void connection::unsubscribe(subscription_id id) {
  engine_->unsubscribe(id);
}

auto connection::new_inbox() -> std::string {
  return engine_->new_inbox();
}

void connection::on_state(std::function<void(state)> h) {
  engine_->on_state(std::move(h));
}

auto connection::is_connected() const -> bool {
  return engine_->is_connected();
}

auto connection::max_payload() const -> std::int64_t {
  return engine_->max_payload();
}

void connection::flush(std::chrono::milliseconds timeout, completion<void> done) {
  engine_->flush(timeout, std::move(done));
}

void connection::drop_all() {
  engine_->drop_all();
}

void connection::close() {
  engine_->close();
}

auto connection::where() -> loop& {
  return engine_->where();
}

} // namespace sinew
