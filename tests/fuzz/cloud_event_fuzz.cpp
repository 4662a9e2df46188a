// SPDX-License-Identifier: Apache-2.0
// Anything that may be stored under a subject, shown by the tools: one JSON object for each entry, or one that says why not.
#include "tests/fuzz/fuzz_input.hpp"
#include "tests/fuzz/whole_shop.hpp"
#include "tools/cloud_event.hpp"

using namespace sinew;

namespace {

void show(std::string_view subject, const bytes& body) {
  const auto shown = cloud_events(fuzz::shop_catalog(), subject, body);
  SINEW_ASSERT(!shown.empty());
  for (const auto& event : shown)
    SINEW_ASSERT(ordered_json::accept(one_line(event)));
}

/// A payload alone, as any table of the schema: no envelope's checks are in the way.
void show_payload(fuzz::fuzz_input& input) {
  const auto& owner = input.one_of(fuzz::shop_catalog().services());
  const auto& tables = *owner.schema->schema().objects();
  const auto* table = tables.Get(input.byte() % tables.size());
  const auto payload = input.rest();
  if (const auto shown = read_payload(*owner.schema, unqualified(table->name()->string_view()), payload))
    SINEW_ASSERT(ordered_json::accept(one_line(*shown)));
}

} // namespace

auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  fuzz::fuzz_input input{data, size};
  if (input.byte() % 2 == 0) {
    show_payload(input);
    return 0;
  }
  const auto subject = input.piece();
  show(as_text(subject), input.rest());
  return 0;
}
