// SPDX-License-Identifier: Apache-2.0
#include "bridge/jetstream_requests.hpp"

#include "bridge/subjects.hpp"

#include <spdlog/spdlog.h>

namespace sinew {

jetstream_requests::jetstream_requests(connection& with) : with_{with} {}

void jetstream_requests::serve_commands(std::string_view aggregate, request_handler handler) {
  serve(subject::commands(aggregate), aggregate, std::move(handler));
}

void jetstream_requests::serve_queries(std::string_view service, request_handler handler) {
  serve(subject::queries(service), service, std::move(handler));
}

void jetstream_requests::serve(const std::string& subjects, std::string_view group, request_handler handler) {
  // `cmd.order.>`: the tail begins where the wildcard stands.
  const auto fixed = subjects.size() - 1;
  const auto served =
      with_.subscribe(subjects, group, [this, fixed, handler = std::move(handler)](const broker_message& m) {
        handler({std::string{m.subject().substr(fixed)}, copy_of(m.body()), answer_to(m.reply())});
      });
  if (served)
    served_.push_back(*served);
  else
    spdlog::error("cannot serve {}: {}", subjects, served.error().what);
}

auto jetstream_requests::answer_to(std::string_view reply) -> responder {
  if (reply.empty())
    return {};
  return [&with = with_, weak = std::weak_ptr{alive_}, to = std::string{reply}](const bytes& body) {
    // Should it not get through, the caller times out and asks again with the same id.
    if (!weak.expired())
      (void)with.publish(to, body);
  };
}

void jetstream_requests::stop_serving() {
  for (const auto id : served_)
    with_.unsubscribe(id);
  served_.clear();
}

void jetstream_requests::send(const message& command, std::chrono::milliseconds timeout, completion<bytes> done) {
  with_.request(subject::command(command.key(), command.type()), {}, command.raw(), timeout,
                [done = std::move(done)](result<broker_message> answer) {
                  done(answer.map([](const broker_message& m) { return copy_of(m.body()); }));
                });
}

} // namespace sinew
