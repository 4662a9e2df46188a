// SPDX-License-Identifier: Apache-2.0
// What nodes tell one another beside envelopes: receipts, snapshots, questions for a state and their answers.
#include "actors/aggregate.hpp"
#include "tests/fuzz/fuzz_input.hpp"
#include "tests/fuzz/whole_shop.hpp"

using namespace sinew;

namespace {

constexpr std::size_t remembered = 16;
constexpr std::uint64_t schema = 1;

void read_as_receipt(bytes_view body) {
  const auto given = read_receipt(body);
  if (!given)
    return;
  const auto again = read_receipt(write_receipt(*given));
  SINEW_ASSERT(again && again->outcome == given->outcome && again->command == given->command);
  SINEW_ASSERT(again->version == given->version && again->position == given->position);
  SINEW_ASSERT(again->reason == given->reason && again->retry_after == given->retry_after);
  SINEW_ASSERT(again->repeated == given->repeated);
}

/// What was restored can be saved, and restored from that.
void read_as_snapshot(const aggregate_kind& kind, bytes_view body) {
  const auto* table = verified_table<wire::Snapshot>(body);
  if (table == nullptr)
    return;
  const aggregate_key key{std::string{kind.name()}, table->aggregate_id()->str()};
  aggregate restored{kind, key, remembered};
  if (!restored.restore(body, schema))
    return;
  aggregate again{kind, key, remembered};
  SINEW_ASSERT(again.restore(restored.save(schema), schema));
  SINEW_ASSERT(again.version() == restored.version() && again.position() == restored.position());
}

void read_as_state(bytes_view body) {
  if (const auto* query = verified_table<wire::StateQuery>(body))
    fuzz::keep(fuzz::touched(query->aggregate()->string_view()) + fuzz::touched(query->aggregate_id()->string_view()));
  const auto* answer = verified_table<wire::StateAnswer>(body);
  if (answer == nullptr)
    return;
  if (answer->error() != nullptr)
    fuzz::keep(fuzz::touched(answer->error()->string_view()));
  if (answer->snapshot() != nullptr)
    fuzz::keep(fuzz::touched(
        std::as_bytes(std::span{answer->snapshot()->state()->data(), answer->snapshot()->state()->size()})));
}

} // namespace

auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  fuzz::fuzz_input input{data, size};
  const auto* kind = input.one_of(fuzz::all_kinds());
  const auto body = input.rest();
  read_as_receipt(body);
  read_as_snapshot(*kind, body);
  read_as_state(body);
  return 0;
}
