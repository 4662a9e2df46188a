// SPDX-License-Identifier: Apache-2.0
#include "tools/cloud_event.hpp"

#include "bridge/subjects.hpp"
#include "schemas/message.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew {

namespace {

/// The subject of a stored event repeats what the envelope says. A foreign writer may have lied in one of them.
auto contradiction(std::string_view subject, const message& m) -> std::string {
  if (!subject.starts_with("evt."))
    return {};
  const auto said = subject::parse(subject);
  if (!said)
    return said.error().what;
  if (said->key == m.key() && said->name == m.type())
    return {};
  return fmt::format("the envelope is of {} {} '{}', not what the subject says", m.aggregate(), m.aggregate_id(),
                     m.type());
}

void add_origin(ordered_json& to, const message& m, std::size_t i) {
  to["correlationid"] = m.correlation(i);
  if (const auto cause = m.causation(i); !cause.is_nil())
    to["causationid"] = to_string(cause);
  if (!m.actor(i).empty())
    to["actor"] = m.actor(i);
  if (!m.trace(i).empty())
    to["traceparent"] = m.trace(i);
}

auto cloud_event(const message& m, std::size_t i, std::string_view service, std::uint64_t position) -> ordered_json {
  ordered_json event{{"specversion", "1.0"},
                     {"id", to_string(m.id(i))},
                     {"source", fmt::format("/sinew/{}", service)},
                     {"type", fmt::format("{}.{}", m.aggregate(), m.type())},
                     {"subject", m.aggregate_id()},
                     {"time", to_rfc3339(m.time(i))},
                     {"datacontenttype", "application/json"}};
  if (m.version() > 0)
    event["version"] = m.version() + i;
  if (position > 0)
    event["position"] = position;
  add_origin(event, m, i);
  return event;
}

} // namespace

auto cloud_events(const catalog& known, std::string_view subject, bytes_view body, std::uint64_t position)
    -> std::vector<ordered_json> {
  const auto m = message::verify(body);
  if (!m)
    return {undecodable(subject, m.error().what, body)};
  if (const auto lie = contradiction(subject, *m); !lie.empty())
    return {undecodable(subject, lie, body)};
  const auto* owner = known.owner_of(m->aggregate());
  std::vector<ordered_json> events;
  for (std::size_t i = 0; i < m->size(); ++i) {
    auto data = known.decode(m->aggregate(), m->type(), m->payload(i));
    if (!data) {
      events.push_back(undecodable(subject, data.error().what, body));
      continue;
    }
    auto event = cloud_event(*m, i, owner->name, position);
    event["data"] = std::move(*data);
    events.push_back(std::move(event));
  }
  return events;
}

auto undecodable(std::string_view subject, std::string_view reason, bytes_view body) -> ordered_json {
  constexpr std::size_t shown = 32;
  std::string head;
  for (const auto b : body.first(std::min(body.size(), shown)))
    head += fmt::format("{:02x}", static_cast<unsigned>(b));
  return {{"undecodable", true}, {"subject", subject}, {"reason", reason}, {"size", body.size()}, {"head_hex", head}};
}

} // namespace sinew
