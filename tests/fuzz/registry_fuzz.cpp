// SPDX-License-Identifier: Apache-2.0
// What stands in the buckets `system` and `nodes`: descriptions of services, their schemas, rules, records of nodes. A damaged
// entry is left out; one that is taken can be used.
#include "bridge/canary_text.hpp"
#include "bridge/node_record.hpp"
#include "bridge/subjects.hpp"
#include "tests/fuzz/fuzz_input.hpp"
#include "tests/fuzz/whole_shop.hpp"
#include "tools/client/registry_reading.hpp"
#include "tools/up/node_board.hpp"

using namespace sinew;

namespace {

void read_as_node(std::string_view text) {
  node_board board;
  board.await("order", "order-1");
  board.take("order.order-1", as_bytes(text));
  const auto record = read_node_record(text);
  if (!record)
    return;
  const auto again = read_node_record(write_node_record(*record));
  SINEW_ASSERT(again && *again == *record);
}

void read_as_rule(std::string_view text) {
  if (const auto rule = read_canary_rule(text))
    SINEW_ASSERT(read_canary_rule(write_canary_rule(*rule)) == *rule);
}

/// Everything of which a tool makes a subject or a table's name.
void use(const catalog& known) {
  for (const auto& card : known.services()) {
    for (const auto& aggregate : card.aggregates) {
      const aggregate_key key{aggregate.name, "a-1"};
      for (const auto& command : aggregate.commands)
        fuzz::keep(fuzz::touched(subject::command(key, command)));
      for (const auto& event : aggregate.events) {
        fuzz::keep(fuzz::touched(subject::event(key, event)));
        (void)known.decode(aggregate.name, event, as_bytes("no table at all"));
      }
    }
  }
}

} // namespace

auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  fuzz::fuzz_input input{data, size};
  const auto& schema_of = input.one_of(fuzz::whole_shop());
  const auto text = input.text();
  read_as_node(text);
  read_as_rule(text);
  if (const auto card = parse_service_card(text)) {
    system_values values;
    values["service." + card->name] = copy_of(as_bytes(text));
    values["schema." + card->name] = copy_of(schema_of.schema);
    use(catalog_of(values));
  }
  return 0;
}
