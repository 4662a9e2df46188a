// SPDX-License-Identifier: Apache-2.0
#include "actors/reaction_trace.hpp"

#include <fmt/format.h>

namespace sinew {

auto reaction_trace::handed_on(const message& event, std::size_t entry, const reaction& row) -> std::string {
  const auto* own = is_on() ? find_or_open(event, entry, row.begins_saga) : nullptr;
  return own != nullptr ? to_traceparent(own->self) : std::string{event.trace(entry)};
}

auto reaction_trace::begin_call(const message& event, std::size_t entry, const reaction& row, std::size_t index,
                                std::uint64_t attempt) -> std::optional<span> {
  const auto* parent = is_on() ? find_or_open(event, entry, row.begins_saga) : nullptr;
  if (parent == nullptr)
    return std::nullopt;
  const auto id = span_id_of(event.id(entry), fmt::format("{}/{}/{}/{}", from_.reader, row.party, index, attempt));
  return span{.self = {parent->self.trace, id, true},
              .parent = parent->self.span,
              .name = std::string{row.party},
              .as = span::role::client,
              .start = from_.clock->now(),
              .end = {},
              .attributes = {{"peer.service", std::string{row.party}},
                             {"sinew.attempt", static_cast<std::int64_t>(attempt) + 1}},
              .moments = {},
              .links = {},
              .failure = {}};
}

auto reaction_trace::teller(span call) const -> std::function<void(std::string failure)> {
  return [from = from_, call = std::move(call)](std::string failure) {
    auto done = call;
    done.end = from.clock->now();
    done.failure = std::move(failure);
    from.traces->record(std::move(done));
  };
}

void reaction_trace::end(const delivery& what, const std::string& failure) {
  for (auto& [entry, begins_saga, done] : open_) {
    done.end = from_.clock->now();
    done.attributes.push_back({"sinew.position", static_cast<std::int64_t>(what.position)});
    done.attributes.push_back({"sinew.delivery", static_cast<std::int64_t>(what.attempt)});
    done.failure = failure;
    from_.traces->record(std::move(done));
  }
  open_.clear();
}

auto reaction_trace::find_or_open(const message& event, std::size_t entry, bool begins_saga) -> span* {
  for (auto& known : open_)
    if (known.entry == entry && known.begins_saga == begins_saga)
      return &known.what;
  const auto from = parse_traceparent(event.trace(entry));
  if (!from || !from->sampled)
    return nullptr;
  const auto id = event.id(entry);
  const trace_context self{begins_saga ? id : from->trace, span_id_of(id, from_.reader), true};
  open_.push_back({entry,
                   begins_saga,
                   {.self = self,
                    .parent = begins_saga ? 0 : from->span,
                    .name = fmt::format("on {}.{}", event.aggregate(), event.type()),
                    .as = span::role::consumer,
                    .start = from_.clock->now(),
                    .end = {},
                    .attributes = {{"sinew.upstream", std::string{from_.upstream}},
                                   {"sinew.aggregate", std::string{event.aggregate()}},
                                   {"sinew.aggregate.id", std::string{event.aggregate_id()}},
                                   {"sinew.event", std::string{event.type()}},
                                   {"sinew.event.id", to_string(id)},
                                   {"sinew.correlation", std::string{event.correlation(entry)}}},
                    .moments = {},
                    .links = begins_saga ? std::vector{*from} : std::vector<trace_context>{},
                    .failure = {}}});
  return &open_.back().what;
}

} // namespace sinew
