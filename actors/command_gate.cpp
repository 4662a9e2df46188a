// SPDX-License-Identifier: Apache-2.0
#include "actors/command_gate.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <array>
#include <charconv>
#include <utility>

namespace sinew {

namespace {

/// Whether `text` is "<partition>.<type>". Every command is asked: no text is made for it.
auto is_tail(std::string_view text, std::uint32_t partition, std::string_view type) -> bool {
  std::array<char, 10> digits{};
  const auto [end, ok] = std::to_chars(digits.data(), digits.data() + digits.size(), partition);
  const std::string_view number{digits.data(), end};
  return text.size() == number.size() + 1 + type.size() && text.starts_with(number) && text[number.size()] == '.' &&
         text.ends_with(type);
}

/// A command that is one, and that came on the subject it belongs to: a foreign client may publish anything anywhere.
auto checked_command(std::string_view aggregate, const incoming_request& request) -> result<message> {
  auto command = message::verify(request.body);
  if (!command)
    return command;
  const auto partition = partition_of(command->aggregate_id());
  if (command->aggregate() != aggregate || !is_tail(request.subject_tail, partition, command->type()))
    return fail(errc::invalid_input,
                fmt::format("the command belongs on 'cmd.{}.{}.{}', not on 'cmd.{}.{}'", command->aggregate(),
                            partition, command->type(), aggregate, request.subject_tail));
  if (command->size() != 1)
    return fail(errc::invalid_input, "a command envelope holds exactly one entry");
  return command;
}

} // namespace

void command_gate::admit(std::string_view aggregate, incoming_request request) {
  auto command = checked_command(aggregate, request);
  if (!command)
    return reject(aggregate, request, command.error());
  answer reply{command->id(),
               [respond = std::move(request.respond), end = under_way_.begun(), &clock = clock_](const receipt& given) {
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
  commands_.route_here(std::move(*command), std::move(reply));
}

void command_gate::reject(std::string_view aggregate, const incoming_request& request, const error& why) {
  ++rejected_;
  spdlog::warn("rejected a request on cmd.{}.{} ({} so far): {}", aggregate, request.subject_tail, rejected_, why.what);
  if (request.respond)
    request.respond(write_receipt({.outcome = wire::Outcome::invalid, .reason = to_string(why)}));
}

} // namespace sinew
