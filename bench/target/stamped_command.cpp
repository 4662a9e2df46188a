// SPDX-License-Identifier: Apache-2.0
#include "bench/target/stamped_command.hpp"

#include "bridge/subjects.hpp"
#include "kernel/assertion.hpp"

#include <cstring>

namespace sinew::bench {

namespace {

/// Where a scalar field is stored; null when it has its default and is not.
template <class Table>
auto scalar(const Table& table, flatbuffers::voffset_t field) -> const std::uint8_t* {
  return reinterpret_cast<const flatbuffers::Table*>(&table)->GetAddressOf(field);
}

} // namespace

command_subjects::command_subjects(std::string_view aggregate, std::string_view command) {
  for (std::uint32_t partition = 0; partition < partition_count; ++partition) {
    auto subject = subject::commands(aggregate, partition);
    subject.pop_back(); // the wildcard
    by_partition_.push_back(subject.append(command));
  }
}

auto command_subjects::of(std::string_view id) const -> std::string_view {
  return by_partition_[partition_of(id)];
}

stamped_command::stamped_command(const message& made) : bytes_{copy_of(made.raw())} {
  SINEW_ASSERT(made.size() == 1 && made.has_deadline());
  const auto& envelope = *wire::GetEnvelope(bytes_.data());
  const auto& entry = *envelope.entries()->Get(0);
  const auto place_of = [this](const void* start, std::size_t size) {
    SINEW_ASSERT(start != nullptr);
    return place{static_cast<std::size_t>(static_cast<const std::byte*>(start) - bytes_.data()), size};
  };
  const auto text = [&](const flatbuffers::String& s) { return place_of(s.data(), s.size()); };
  aggregate_id_ = text(*envelope.aggregate_id());
  correlation_ = text(*entry.correlation());
  id_ = place_of(entry.id(), sizeof(wire::Uuid));
  time_ = place_of(scalar(entry, wire::Entry::VT_TIME), sizeof(std::int64_t));
  deadline_ = place_of(scalar(envelope, wire::Envelope::VT_DEADLINE), sizeof(std::int64_t));
}

void stamped_command::stamp(const uuid& id, timestamp now, timestamp deadline) {
  const auto wire_id = to_wire(id);
  const auto time = flatbuffers::EndianScalar(to_unix_ns(now));
  const auto last = flatbuffers::EndianScalar(to_unix_ns(deadline));
  overwrite(id_, &wire_id, sizeof wire_id);
  overwrite(time_, &time, sizeof time);
  overwrite(deadline_, &last, sizeof last);
}

void stamped_command::renew(std::string_view id, randomness& chance) {
  const auto now = system_wall_clock{}.now();
  rename(id);
  stamp(uuid_v7(now, chance.next(), chance.next()), now, now + command_target::patience);
}

void stamped_command::rename(std::string_view id) {
  overwrite_text(aggregate_id_, id);
  overwrite_text(correlation_, id);
}

auto stamped_command::place_of(std::string_view text) const -> std::size_t {
  const std::string_view all{reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
  const auto found = all.find(text);
  SINEW_ASSERT(found != std::string_view::npos && all.rfind(text) == found);
  return found;
}

void stamped_command::overwrite(std::size_t at, std::string_view text) {
  overwrite({at, text.size()}, text.data(), text.size());
}

// FlatBuffers keeps a string as its length, its bytes and a zero; what lies behind the zero belongs to nobody.
void stamped_command::overwrite_text(place where, std::string_view text) {
  SINEW_ASSERT(text.size() <= where.size);
  const auto length = flatbuffers::EndianScalar(static_cast<flatbuffers::uoffset_t>(text.size()));
  std::memcpy(bytes_.data() + where.at - sizeof length, &length, sizeof length);
  std::memcpy(bytes_.data() + where.at, text.data(), text.size());
  bytes_[where.at + text.size()] = std::byte{0};
}

void stamped_command::overwrite(place where, const void* with, std::size_t size) {
  SINEW_ASSERT(size == where.size);
  std::memcpy(bytes_.data() + where.at, with, size);
}

} // namespace sinew::bench
