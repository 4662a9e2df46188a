// SPDX-License-Identifier: Apache-2.0
#include "schemas/message.hpp"

#include "kernel/assertion.hpp"

#include <cstring>
#include <new>

namespace sinew {

namespace {

auto invalid(std::string what) -> tl::unexpected<error> {
  return fail(errc::invalid_input, std::move(what));
}

// operator new aligns to 16, which is more than any field of a FlatBuffer asks for.
auto shared_copy(bytes_view from) -> std::shared_ptr<const std::byte[]> {
  static_assert(__STDCPP_DEFAULT_NEW_ALIGNMENT__ >= 16);
  auto storage = std::make_shared_for_overwrite<std::byte[]>(from.size());
  std::memcpy(storage.get(), from.data(), from.size());
  return storage;
}

auto check_meaning(const wire::Envelope& e) -> result<void> {
  if (!is_valid_name(e.aggregate()->string_view()))
    return invalid("the aggregate's name is not valid");
  if (!is_valid_name(e.type()->string_view()))
    return invalid("the type's name is not valid");
  if (auto id = check_id(e.aggregate_id()->string_view()); !id)
    return id;
  if (e.entries()->size() == 0)
    return invalid("the envelope is empty");
  for (const auto* entry : *e.entries()) {
    if (from_wire(*entry->id()).is_nil())
      return invalid("an entry has no id");
    if (auto correlation = check_id(entry->correlation()->string_view()); !correlation)
      return correlation;
  }
  return {};
}

auto optional_text(const flatbuffers::String* s) -> std::string_view {
  return s == nullptr ? std::string_view{} : s->string_view();
}

auto written(flatbuffers::FlatBufferBuilder& builder, const new_entry& e) -> flatbuffers::Offset<wire::Entry> {
  const auto correlation = builder.CreateString(e.head.correlation);
  const auto actor = e.head.actor.empty() ? 0 : builder.CreateString(e.head.actor);
  const auto trace = e.head.trace.empty() ? 0 : builder.CreateString(e.head.trace);
  // Aligned for the largest scalar, so that the payload reads in place.
  builder.ForceVectorAlignment(e.payload.size(), 1, 8);
  const auto payload = builder.CreateVector(as_uint8(e.payload), e.payload.size());
  const auto id = to_wire(e.head.id);
  const auto causation = to_wire(e.head.causation);
  return wire::CreateEntry(builder, &id, e.head.causation.is_nil() ? nullptr : &causation, correlation,
                           to_unix_ns(e.head.time), actor, trace, payload, to_unix_ns(e.head.saga_deadline));
}

} // namespace

auto message::verify(bytes_view from_outside, const message_limits& limits) -> result<message> {
  if (from_outside.size() > limits.size)
    return invalid("the message has " + std::to_string(from_outside.size()) + " bytes; the limit is " +
                   std::to_string(limits.size));
  constexpr std::size_t smallest = sizeof(flatbuffers::uoffset_t) + flatbuffers::kFileIdentifierLength;
  if (from_outside.size() < smallest || !wire::EnvelopeBufferHasIdentifier(from_outside.data()))
    return invalid("the message is not an envelope (no SNW1 identifier)");
  auto storage = shared_copy(from_outside);
  flatbuffers::Verifier verifier{reinterpret_cast<const std::uint8_t*>(storage.get()), from_outside.size(),
                                 limits.depth, limits.tables};
  if (!wire::VerifyEnvelopeBuffer(verifier))
    return invalid("the envelope is damaged");
  message verified{std::move(storage), from_outside.size()};
  if (auto meaning = check_meaning(verified.envelope()); !meaning)
    return tl::unexpected{meaning.error()};
  return verified;
}

auto message::write(const head& head, const std::vector<new_entry>& entries) -> message {
  SINEW_ASSERT(is_valid_name(head.aggregate) && is_valid_name(head.type) && is_valid_id(head.aggregate_id));
  SINEW_ASSERT(!entries.empty());
  flatbuffers::FlatBufferBuilder builder{512};
  const auto aggregate = builder.CreateString(head.aggregate);
  const auto id = builder.CreateString(head.aggregate_id);
  const auto type = builder.CreateString(head.type);
  std::vector<flatbuffers::Offset<wire::Entry>> offsets;
  offsets.reserve(entries.size());
  for (const auto& entry : entries)
    offsets.push_back(written(builder, entry));
  const auto all = builder.CreateVector(offsets);
  wire::FinishEnvelopeBuffer(builder, wire::CreateEnvelope(builder, aggregate, id, type, head.version, head.schema,
                                                           to_unix_ns(head.deadline), all, head.time_hops));
  const bytes_view finished{reinterpret_cast<const std::byte*>(builder.GetBufferPointer()), builder.GetSize()};
  return message{shared_copy(finished), finished.size()};
}

auto message::id(std::size_t i) const -> uuid {
  return from_wire(*envelope().entries()->Get(static_cast<flatbuffers::uoffset_t>(i))->id());
}

auto message::causation(std::size_t i) const -> uuid {
  const auto* id = envelope().entries()->Get(static_cast<flatbuffers::uoffset_t>(i))->causation();
  return id == nullptr ? uuid{} : from_wire(*id);
}

auto message::correlation(std::size_t i) const -> std::string_view {
  return envelope().entries()->Get(static_cast<flatbuffers::uoffset_t>(i))->correlation()->string_view();
}

auto message::time(std::size_t i) const -> timestamp {
  return from_unix_ns(envelope().entries()->Get(static_cast<flatbuffers::uoffset_t>(i))->time());
}

auto message::actor(std::size_t i) const -> std::string_view {
  return optional_text(envelope().entries()->Get(static_cast<flatbuffers::uoffset_t>(i))->actor());
}

auto message::trace(std::size_t i) const -> std::string_view {
  return optional_text(envelope().entries()->Get(static_cast<flatbuffers::uoffset_t>(i))->trace());
}

auto message::saga_deadline(std::size_t i) const -> timestamp {
  return from_unix_ns(envelope().entries()->Get(static_cast<flatbuffers::uoffset_t>(i))->saga_deadline());
}

auto message::payload(std::size_t i) const -> bytes_view {
  const auto* payload = envelope().entries()->Get(static_cast<flatbuffers::uoffset_t>(i))->payload();
  return {reinterpret_cast<const std::byte*>(payload->data()), payload->size()};
}

namespace {

auto written(flatbuffers::FlatBufferBuilder& builder, const hop_times& t) -> flatbuffers::Offset<wire::Hops> {
  return wire::CreateHops(builder, to_unix_ns(t.received), to_unix_ns(t.handled), to_unix_ns(t.decided),
                          to_unix_ns(t.stored), to_unix_ns(t.answered));
}

auto read_hops(const wire::Hops* table) -> std::shared_ptr<hop_times> {
  if (table == nullptr)
    return nullptr;
  return std::make_shared<hop_times>(hop_times{.received = from_unix_ns(table->received()),
                                               .handled = from_unix_ns(table->handled()),
                                               .decided = from_unix_ns(table->decided()),
                                               .stored = from_unix_ns(table->stored()),
                                               .answered = from_unix_ns(table->answered())});
}

} // namespace

auto write_receipt(const receipt& r) -> bytes {
  flatbuffers::FlatBufferBuilder builder{128};
  const auto reason = r.reason.empty() ? 0 : builder.CreateString(r.reason);
  const auto hops = r.hops == nullptr ? 0 : written(builder, *r.hops);
  const auto command = to_wire(r.command);
  builder.Finish(wire::CreateReceipt(builder, r.outcome, &command, r.version, r.position, reason,
                                     static_cast<std::uint32_t>(r.retry_after.count()), r.repeated, r.broke_down,
                                     hops));
  return copy_of({reinterpret_cast<const std::byte*>(builder.GetBufferPointer()), builder.GetSize()});
}

auto read_receipt(bytes_view from_outside) -> result<receipt> {
  const auto* table = verified_table<wire::Receipt>(from_outside);
  if (table == nullptr)
    return invalid("the reply is not a receipt");
  if (table->outcome() > wire::Outcome::MAX)
    return invalid("the receipt's outcome is none that exists");
  return receipt{table->outcome(),
                 table->command() == nullptr ? uuid{} : from_wire(*table->command()),
                 table->version(),
                 table->position(),
                 std::string{optional_text(table->reason())},
                 std::chrono::milliseconds{table->retry_after_ms()},
                 table->repeated(),
                 table->broke_down(),
                 read_hops(table->hops())};
}

auto schema_hash(bytes_view binary_schema) -> std::uint64_t {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const auto b : binary_schema)
    hash = (hash ^ static_cast<std::uint64_t>(b)) * 0x100000001b3ULL;
  return hash;
}

} // namespace sinew
