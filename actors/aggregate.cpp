// SPDX-License-Identifier: Apache-2.0
#include "actors/aggregate.hpp"

#include "kernel/mutation.hpp"
#include "schemas/message.hpp"

#include <fmt/format.h>

namespace sinew {

namespace {

auto passed_over(const aggregate_key& key, std::uint64_t position, std::string_view why) -> tl::unexpected<error> {
  return fail(errc::invalid_input,
              fmt::format("{} {}: message {} is not ours ({})", key.aggregate, key.id, position, why));
}

} // namespace

aggregate::aggregate(const aggregate_kind& kind, aggregate_key key, std::size_t remembered_commands)
    : key_{std::move(key)}, state_{kind.birth()}, inbox_{remembered_commands} {}

auto aggregate::apply(const stored_message& stored, std::uint64_t last_version) -> result<void> {
  position_ = stored.position;
  const auto verified = message::verify(stored.body);
  if (!verified)
    return passed_over(key_, stored.position, verified.error().what);
  if (verified->aggregate() != key_.aggregate || verified->aggregate_id() != key_.id || verified->type() != stored.type)
    return passed_over(key_, stored.position, "its envelope names another subject");
  if (verified->version() != version_ + 1)
    return passed_over(key_, stored.position, fmt::format("version {} after {}", verified->version(), version_));
  for (std::size_t i = 0; i < verified->size() && version_ < last_version; ++i) {
    if (auto folded = state_->evolve(verified->type(), verified->payload(i)); !folded)
      return passed_over(key_, stored.position, folded.error().what);
    ++version_;
    if (!mutated(mutant::inbox_not_from_log))
      inbox_.remember(verified->causation(i), {version_, stored.position});
  }
  return {};
}

auto aggregate::anticipate(const encoded& event) -> result<void> {
  return state_->evolve(event.type, event.payload).map([this] { ++version_; });
}

auto aggregate::save(std::uint64_t schema) const -> bytes {
  flatbuffers::FlatBufferBuilder builder{1024};
  std::vector<flatbuffers::Offset<wire::Accepted>> accepted;
  accepted.reserve(inbox_.size());
  for (const auto part : {inbox_.older(), inbox_.newer()})
    for (const auto& e : part) {
      const auto command = to_wire(e.command);
      accepted.push_back(wire::CreateAccepted(builder, &command, e.given.version, e.given.position));
    }
  const auto answers = builder.CreateVector(accepted);
  const auto state = state_->save();
  builder.ForceVectorAlignment(state.size(), 1, 8);
  const auto state_bytes = builder.CreateVector(as_uint8(state), state.size());
  const auto name = builder.CreateString(key_.aggregate);
  const auto id = builder.CreateString(key_.id);
  builder.Finish(wire::CreateSnapshot(builder, name, id, version_, position_, schema, answers, state_bytes));
  return copy_of({reinterpret_cast<const std::byte*>(builder.GetBufferPointer()), builder.GetSize()});
}

auto aggregate::restore(bytes_view snapshot, std::uint64_t schema) -> result<void> {
  const auto* saved =
      verified_table<wire::Snapshot>(snapshot, {.size = 64 * 1024 * 1024, .depth = 16, .tables = 1'000'000});
  if (saved == nullptr || saved->aggregate()->string_view() != key_.aggregate ||
      saved->aggregate_id()->string_view() != key_.id)
    return fail(errc::invalid_input, "the snapshot of " + key_.aggregate + " " + key_.id + " is damaged");
  if (saved->schema() != schema)
    return fail(errc::invalid_input, "the snapshot of " + key_.aggregate + " " + key_.id + " has another schema");
  const bytes_view state{reinterpret_cast<const std::byte*>(saved->state()->data()), saved->state()->size()};
  if (auto restored = state_->restore(state); !restored)
    return restored;
  version_ = saved->version();
  position_ = saved->position();
  if (saved->accepted() != nullptr && !mutated(mutant::inbox_not_in_snapshot))
    for (const auto* answer : *saved->accepted())
      inbox_.remember(from_wire(*answer->command()), {answer->version(), answer->position()});
  return {};
}

} // namespace sinew
