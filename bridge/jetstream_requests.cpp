// SPDX-License-Identifier: Apache-2.0
#include "bridge/jetstream_requests.hpp"

#include "bridge/subjects.hpp"

#include <spdlog/spdlog.h>

namespace sinew {

jetstream_requests::jetstream_requests(connection& with) : with_{with} {}

namespace {

// `cmd.`, `qry.` or `ctl.`, one token, a dot.
auto length_before_tail(std::string_view token) -> std::size_t {
  return 4 + token.size() + 1;
}

} // namespace

void jetstream_requests::serve_commands(std::string_view aggregate, std::uint32_t partition, request_handler handler) {
  serve(subject::commands(aggregate, partition), aggregate, length_before_tail(aggregate), std::move(handler));
}

void jetstream_requests::stop_commands(std::string_view aggregate, std::uint32_t partition) {
  if (const auto served = served_.extract(subject::commands(aggregate, partition)))
    with_.unsubscribe(served.mapped());
}

void jetstream_requests::serve_queries(std::string_view service, request_handler handler) {
  serve(subject::queries(service), service, length_before_tail(service), std::move(handler));
}

void jetstream_requests::serve_control(std::string_view node, request_handler handler) {
  serve(subject::controls(node), {}, length_before_tail(node), std::move(handler));
}

void jetstream_requests::serve(const std::string& subjects, std::string_view group, std::size_t fixed,
                               request_handler handler) {
  const auto served =
      with_.subscribe(subjects, group, [this, fixed, handler = std::move(handler)](const broker_message& m) {
        handler({std::string{m.subject().substr(fixed)}, copy_of(m.body()), answer_to(m.reply())});
      });
  if (served)
    served_.emplace(subjects, *served);
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
  for (const auto& [subjects, id] : served_)
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
