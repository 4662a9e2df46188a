// SPDX-License-Identifier: Apache-2.0
// Every row of every service's table of reactions, shown any bytes as its event: it refuses, or asks for commands that
// their aggregate can read.
#include "kernel/names.hpp"
#include "tests/fuzz/fuzz_input.hpp"
#include "tests/fuzz/whole_shop.hpp"

using namespace sinew;

namespace {

/// What an aggregate of that kind says to it. A refusal, or a field that it does not take, is an answer.
void expect_known(const service& owner, const reaction& row, const addressed& wanted) {
  SINEW_ASSERT(is_valid_id(wanted.to.id) && wanted.to.aggregate == row.target);
  const auto* kind = owner.find(wanted.to.aggregate);
  SINEW_ASSERT(kind != nullptr);
  const auto said = kind->birth()->decide(wanted.command.type, wanted.command.payload, {wanted.to.id, timestamp{}});
  SINEW_ASSERT(said);
}

void show(const service& owner, const reaction& row, const seen_event& seen) {
  if (row.map) {
    if (const auto wanted = row.map(seen))
      for (const auto& each : *wanted)
        expect_known(owner, row, each);
    return;
  }
  int answers = 0;
  row.effect(seen, [&](const result<std::vector<addressed>>& wanted) {
    ++answers;
    if (wanted)
      for (const auto& each : *wanted)
        expect_known(owner, row, each);
  });
  SINEW_ASSERT(answers == 1);
}

} // namespace

auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  fuzz::fuzz_input input{data, size};
  const auto& owner = input.one_of(fuzz::whole_shop());
  if (owner.reactions.empty())
    return -1; // it hears of nothing: not worth keeping
  const auto& row = input.one_of(owner.reactions);
  const auto payload = input.rest();
  show(owner, row, {{std::string{row.aggregate}, "a-1"}, row.event, payload, uuid{1, 1}, "a-1", timestamp{}});
  return 0;
}
