// SPDX-License-Identifier: Apache-2.0
#include "bench/target/email_changes.hpp"

#include "bench/http/http_question.hpp"
#include "bench/target/preparation.hpp"
#include "tools/send/command_writer.hpp"

#include <fmt/format.h>

#include <iterator>

namespace sinew::bench {

namespace {

constexpr std::string_view aggregate = "customer";
constexpr std::string_view command_name = "change_email";
// As the gateway has it: so the messages are of the same size.
constexpr std::string_view actor = "http/bench";
constexpr std::string_view name_format = "bench-customer-{:07}";
// Stands where another mark is written each time.
constexpr std::string_view first_mark = "0123456789abcdef";

auto address(std::string_view mark) -> std::string {
  return fmt::format("bench-{}@shop.example", mark);
}

auto writer_of(const service_card& owner, std::string_view name, bool time_hops) -> result<command_writer> {
  return command_writer::open(owner, {std::string{aggregate}, std::string{name}, std::string{actor}, time_hops});
}

} // namespace

auto customer_name(std::size_t number) -> std::string {
  return fmt::format(name_format, number);
}

auto register_customers(const surroundings& in, const service_card& owner, std::size_t count) -> result<void> {
  auto writer = writer_of(owner, "register", false);
  if (!writer)
    return tl::unexpected{writer.error()};
  const ordered_json fields = {{"name", "bench"}, {"email", address(first_mark)}};
  return prepare_all(in, "customers", count, [&](std::size_t number) {
    const auto now = system_wall_clock{}.now();
    return writer->write(customer_name(number), fields, in.with.new_id(), now, now + preparation_patience);
  });
}

auto email_command(client& with, const service_card& owner, const load& what) -> result<message> {
  auto writer = writer_of(owner, command_name, what.time_hops);
  if (!writer)
    return tl::unexpected{writer.error()};
  const auto now = system_wall_clock{}.now();
  return writer->write(customer_name(0), {{"email", address(first_mark)}}, with.new_id(), now,
                       now + command_target::patience);
}

auto email_changes::of(std::size_t number) -> change {
  name_.clear();
  mark_.clear();
  fmt::format_to(std::back_inserter(name_), name_format, number);
  fmt::format_to(std::back_inserter(mark_), "{:016x}", chance_.next());
  return {name_, mark_};
}

email_commands::email_commands(const message& first, const load& what)
    : changes_{what}, command_{first}, mark_at_{command_.place_of(first_mark)}, subjects_{aggregate, command_name} {}

auto email_commands::next() -> outgoing_command {
  const auto [customer, mark] = changes_.next();
  command_.overwrite(mark_at_, mark);
  command_.renew(customer, chance_);
  return {subjects_.of(customer), command_.raw()};
}

email_requests::email_requests(const server_address& to, std::string_view token, const load& what)
    : changes_{what},
      text_{to_text({.method = "PUT",
                     .path = fmt::format("/v1/customers/{}/email", customer_name(0)),
                     .token = token,
                     .body = nlohmann::json{{"email", address(first_mark)}}.dump(),
                     .wants_times = what.time_hops},
                    to)},
      name_at_{text_.find(customer_name(0))},
      mark_at_{text_.rfind(first_mark)} {}

auto email_requests::request_for(const email_changes::change& what) -> std::string_view {
  const auto [customer, mark] = what;
  text_.replace(name_at_, customer.size(), customer);
  text_.replace(mark_at_, mark.size(), mark);
  return text_;
}

} // namespace sinew::bench
