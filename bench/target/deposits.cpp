// SPDX-License-Identifier: Apache-2.0
#include "bench/target/deposits.hpp"

#include "bench/target/preparation.hpp"
#include "bridge/system_surroundings.hpp"
#include "tools/send/command_writer.hpp"

#include <fmt/format.h>

namespace sinew::bench {

namespace {

constexpr std::string_view aggregate = "account";
constexpr std::string_view actor = "bench";
constexpr std::string_view name_format = "bench-{:07}";
// Of the account's domain: what a payer may write.
constexpr std::size_t longest_reference = 512;

auto with_reference(client& with, command_writer& writer, std::size_t length) -> result<message> {
  const ordered_json fields = {{"amount", {{"units", 1}, {"currency", "EUR"}}},
                               {"reference", std::string(length, 'x')}};
  return writer.write(account_name(0), fields, with.new_id(), system_wall_clock{}.now(),
                      system_wall_clock{}.now() + command_target::patience);
}

/// The same command, for somebody who answers to another name.
auto for_aggregate(const message& command, std::string_view asked) -> message {
  if (asked == command.aggregate())
    return command;
  return message::write({.aggregate = asked,
                         .aggregate_id = command.aggregate_id(),
                         .type = command.type(),
                         .schema = command.envelope().schema(),
                         .deadline = command.deadline()},
                        {{{.id = command.id(),
                           .correlation = std::string{command.correlation()},
                           .time = command.time(),
                           .actor = std::string{command.actor()}},
                          copy_of(command.payload())}});
}

} // namespace

auto account_name(std::size_t number) -> std::string {
  return fmt::format(name_format, number);
}

auto deposit_command(client& with, const service_card& owner, const load& what) -> result<message> {
  const auto payload = what.payload;
  auto writer = command_writer::open(owner, {std::string{aggregate}, "deposit", std::string{actor}, what.time_hops});
  if (!writer)
    return tl::unexpected{writer.error()};
  const auto smallest = with_reference(with, *writer, 1);
  const auto largest = with_reference(with, *writer, longest_reference);
  if (!smallest || !largest)
    return smallest ? largest : smallest;
  if (payload < smallest->payload().size() || payload > largest->payload().size())
    return fail(errc::invalid_input,
                fmt::format("a deposit's payload has {} to {} bytes, not {}; choose another --payload",
                            smallest->payload().size(), largest->payload().size(), payload));
  return with_reference(with, *writer, longest_reference - (largest->payload().size() - payload));
}

auto open_accounts(const surroundings& in, const service_card& owner, const new_accounts& which) -> result<void> {
  auto writer = command_writer::open(owner, {std::string{aggregate}, "open", std::string{actor}});
  if (!writer)
    return tl::unexpected{writer.error()};
  const ordered_json fields = {{"owner", "bench"}, {"currency", "EUR"}};
  return prepare_all(in, "accounts", which.count, [&](std::size_t number) {
    const auto now = system_wall_clock{}.now();
    return writer->write(which.name(number), fields, in.with.new_id(), now, now + preparation_patience)
        .map([&](const message& command) { return for_aggregate(command, which.asked); });
  });
}

deposit_source::deposit_source(const message& first, std::string_view asked, const load& what)
    : account_{what.aggregates, what.skew, what.seed}, command_{first}, subjects_{asked, "deposit"} {}

auto deposit_source::next() -> outgoing_command {
  char name[24];
  const auto end = fmt::format_to_n(name, sizeof name, name_format, account_.next()).out;
  const std::string_view id{name, static_cast<std::size_t>(end - name)};
  command_.renew(id, chance_);
  return {subjects_.of(id), command_.raw()};
}

} // namespace sinew::bench
