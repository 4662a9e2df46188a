// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/bytes.hpp"
#include "kernel/names.hpp"
#include "kernel/result.hpp"
#include "kernel/time.hpp"
#include "kernel/uuid.hpp"
#include "schemas/envelope_generated.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// What a message may cost at most. Checked before anything else looks at it.
struct message_limits {
  /// Bytes of the whole envelope. The broker's own default limit is 1 MiB.
  std::size_t size = 512 * 1024;
  /// Nesting of tables.
  std::uint32_t depth = 16;
  /// Tables in one buffer.
  std::uint32_t tables = 20'000;
};

/// What a writer says about one event or command; see the fields of `Entry` in envelope.fbs.
struct entry_head {
  uuid id;
  uuid causation;
  std::string correlation;
  timestamp time;
  std::string actor;
  std::string trace;
  timestamp saga_deadline{}; // the epoch: no limit
};

/// One entry to be written: its head and its payload, a finished FlatBuffer.
struct new_entry {
  entry_head head;
  bytes payload;
};

/// A verified envelope: immutable, cheap to copy (the bytes are shared), safe to read from any thread.
///
/// The only way to hold one is `verify` or `write`, so nothing reads a field of unverified bytes. `verify` checks, in this
/// order: size, file identifier, FlatBuffers' own verifier with depth and table limits, then meaning (names, id, at least
/// one entry, no nil entry id). Payloads are verified by type when they are asked for.
class message {
 public:
  /// `invalid_input` says what is wrong with the bytes. Copies them into aligned storage.
  static auto verify(bytes_view from_outside, const message_limits& limits = {}) -> result<message>;

  /// Builds an envelope of ours. Names and id must be valid (asserted: they were checked where they came in).
  struct head {
    std::string_view aggregate;
    std::string_view aggregate_id;
    std::string_view type;
    std::uint64_t version = 0;
    std::uint64_t schema = 0;
    timestamp deadline{};
    bool time_hops = false;
  };
  static auto write(const head& head, const std::vector<new_entry>& entries) -> message;

  [[nodiscard]] auto raw() const -> bytes_view { return {storage_.get(), size_}; }
  [[nodiscard]] auto envelope() const -> const wire::Envelope& { return *wire::GetEnvelope(storage_.get()); }

  [[nodiscard]] auto aggregate() const -> std::string_view { return envelope().aggregate()->string_view(); }
  [[nodiscard]] auto aggregate_id() const -> std::string_view { return envelope().aggregate_id()->string_view(); }
  [[nodiscard]] auto key() const -> aggregate_key { return {std::string{aggregate()}, std::string{aggregate_id()}}; }
  [[nodiscard]] auto type() const -> std::string_view { return envelope().type()->string_view(); }
  [[nodiscard]] auto version() const -> std::uint64_t { return envelope().version(); }
  [[nodiscard]] auto deadline() const -> timestamp { return from_unix_ns(envelope().deadline()); }
  [[nodiscard]] auto has_deadline() const -> bool { return envelope().deadline() != 0; }
  [[nodiscard]] auto time_hops() const -> bool { return envelope().time_hops(); }

  /// 1 … n.
  [[nodiscard]] auto size() const -> std::size_t { return envelope().entries()->size(); }
  /// Fields of entry `i`. Precondition: `i < size()`.
  [[nodiscard]] auto id(std::size_t i = 0) const -> uuid;
  [[nodiscard]] auto causation(std::size_t i = 0) const -> uuid;
  [[nodiscard]] auto correlation(std::size_t i = 0) const -> std::string_view;
  [[nodiscard]] auto time(std::size_t i = 0) const -> timestamp;
  [[nodiscard]] auto actor(std::size_t i = 0) const -> std::string_view;
  [[nodiscard]] auto trace(std::size_t i = 0) const -> std::string_view;
  /// The epoch: no limit.
  [[nodiscard]] auto saga_deadline(std::size_t i = 0) const -> timestamp;
  /// Not verified: pass it to `verified_table`.
  [[nodiscard]] auto payload(std::size_t i = 0) const -> bytes_view;

 private:
  message(std::shared_ptr<const std::byte[]> storage, std::size_t size) : storage_{std::move(storage)}, size_{size} {}

  std::shared_ptr<const std::byte[]> storage_;
  std::size_t size_;
};

/// A payload as the table it claims to be; null when the bytes are no such table. Points into `payload`.
/// The bytes need not be aligned: the targets we build for read unaligned, and sanitizers are told so.
template <class Table>
auto verified_table(bytes_view payload, const message_limits& limits = {}) -> const Table* {
  if (payload.size() > limits.size || payload.size() < sizeof(flatbuffers::uoffset_t))
    return nullptr;
  flatbuffers::Verifier verifier{as_uint8(payload), payload.size(), limits.depth, limits.tables};
  if (!verifier.VerifyBuffer<Table>(nullptr))
    return nullptr;
  return flatbuffers::GetRoot<Table>(payload.data());
}

/// When the steps of a command were done; see `Hops` in envelope.fbs. The epoch: it did not come to that step.
struct hop_times {
  timestamp received{};
  timestamp handled{};
  timestamp decided{};
  timestamp stored{};
  timestamp answered{};
};

/// How a command ended, as the receiver of a reply sees it; see `Receipt` in envelope.fbs.
struct receipt {
  wire::Outcome outcome = wire::Outcome::accepted;
  uuid command;
  std::uint64_t version = 0;
  std::uint64_t position = 0;
  std::string reason;
  std::chrono::milliseconds retry_after{0};
  bool repeated = false;
  /// With `retry`: this very command made its aggregate break down.
  bool broke_down = false;
  /// Null, as mostly: nobody asked.
  std::shared_ptr<hop_times> hops = nullptr;
};

auto write_receipt(const receipt& r) -> bytes;
/// `invalid_input` when the bytes are no receipt.
auto read_receipt(bytes_view from_outside) -> result<receipt>;

inline auto to_wire(const uuid& id) -> wire::Uuid {
  return {id.high, id.low};
}

inline auto from_wire(const wire::Uuid& id) -> uuid {
  return {id.high(), id.low()};
}

/// FNV-1a 64 of a binary schema: which schema a payload was written with.
auto schema_hash(bytes_view binary_schema) -> std::uint64_t;

} // namespace sinew
