// SPDX-License-Identifier: Apache-2.0
#include "bridge/history_answer.hpp"

#include "bridge/base64.hpp"
#include "bridge/json_field.hpp"

#include <fmt/format.h>

namespace sinew {

namespace {

auto last_token(std::string_view subject) -> std::string {
  return std::string{subject.substr(subject.rfind('.') + 1)};
}

auto stored_in(const broker_message& m) -> stored_message {
  return {m.number("Nats-Sequence"), last_token(m.header("Nats-Subject")), copy_of(m.body())};
}

} // namespace

auto is_stored_message(const broker_message& m) -> bool {
  return !m.header("Nats-Sequence").empty();
}

auto read_history_page(const std::vector<broker_message>& answers) -> result<history_page> {
  history_page page;
  for (const auto& m : answers)
    if (is_stored_message(m))
      page.messages.push_back(stored_in(m));
  const auto& end = answers.back();
  switch (end.status()) {
    case 204: page.more = end.number("Nats-Num-Pending") > 0; return page;
    case 404: return page; // nothing there, or nothing more
    default:
      return fail(errc::rejected_by_broker, fmt::format("reading the log: {} {}", end.status(), end.status_text()));
  }
}

auto read_found_message(const api_answer& answer) -> result<std::optional<stored_message>> {
  if (answer.code == api_code::no_message_found)
    return std::nullopt;
  if (answer.is_error())
    return answer.as_error("reading a stored message");
  const auto stored = answer.body.find("message");
  const std::uint64_t position = stored == answer.body.end() ? 0 : field_or(*stored, "seq", std::uint64_t{0});
  if (position == 0)
    return fail(errc::invalid_input, "nats-server answers with something else than a message");
  auto body = from_base64(field_or(*stored, "data", ""));
  if (!body)
    return tl::unexpected{body.error()};
  return stored_message{position, last_token(field_or(*stored, "subject", "")), std::move(*body)};
}

} // namespace sinew
