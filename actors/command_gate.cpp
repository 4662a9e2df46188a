// SPDX-License-Identifier: Apache-2.0
#include "actors/command_gate.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace sinew {

namespace {

/// A command that is one, and that came on the subject it belongs to: a foreign client may publish anything anywhere.
auto checked_command(std::string_view aggregate, const incoming_request& request) -> result<message> {
  auto command = message::verify(request.body);
  if (!command)
    return command;
  const auto tail = fmt::format("{}.{}", partition_of(command->aggregate_id()), command->type());
  if (command->aggregate() != aggregate || request.subject_tail != tail)
    return fail(errc::invalid_input, fmt::format("the command belongs on 'cmd.{}.{}', not on 'cmd.{}.{}'",
                                                 command->aggregate(), tail, aggregate, request.subject_tail));
  if (command->size() != 1)
    return fail(errc::invalid_input, "a command envelope holds exactly one entry");
  return command;
}

} // namespace

void command_gate::admit(std::string_view aggregate, const incoming_request& request) {
  auto command = checked_command(aggregate, request);
  if (!command)
    return reject(aggregate, request, command.error());
  const answer reply{command->id(),
                     [respond = request.respond, end = under_way_.begun(), &clock = clock_](const receipt& given) {
                       end();
                       if (given.hops != nullptr)
                         given.hops->answered = clock.now();
                       if (respond)
                         respond(write_receipt(given));
                     }};
  if (command->time_hops()) {
    reply.time_hops(clock_);
    reply.passed(&hop_times::received);
  }
  commands_.route_here(std::move(*command), reply);
}

void command_gate::reject(std::string_view aggregate, const incoming_request& request, const error& why) {
  ++rejected_;
  spdlog::warn("rejected a request on cmd.{}.{} ({} so far): {}", aggregate, request.subject_tail, rejected_, why.what);
  if (request.respond)
    request.respond(write_receipt({.outcome = wire::Outcome::invalid, .reason = to_string(why)}));
}

} // namespace sinew
