// SPDX-License-Identifier: Apache-2.0
// Whatever the bytes: they are refused, or every field of every entry can be read, and written anew it says the same.
#include "schemas/message.hpp"
#include "tests/fuzz/fuzz_input.hpp"

using namespace sinew;

namespace {

auto read_entry(const message& m, std::size_t i) -> new_entry {
  return {{m.id(i), m.causation(i), std::string{m.correlation(i)}, m.time(i), std::string{m.actor(i)},
           std::string{m.trace(i)}},
          copy_of(m.payload(i))};
}

auto rewritten(const message& m) -> message {
  std::vector<new_entry> entries;
  for (std::size_t i = 0; i < m.size(); ++i)
    entries.push_back(read_entry(m, i));
  return message::write({m.aggregate(), m.aggregate_id(), m.type(), m.version(), m.envelope().schema(), m.deadline()},
                        entries);
}

void expect_same(const message& a, const message& b) {
  SINEW_ASSERT(a.key() == b.key() && a.type() == b.type() && a.version() == b.version() && a.size() == b.size());
  SINEW_ASSERT(a.has_deadline() == b.has_deadline() && a.deadline() == b.deadline());
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto x = read_entry(a, i);
    const auto y = read_entry(b, i);
    SINEW_ASSERT(x.head.id == y.head.id && x.head.causation == y.head.causation && x.head.time == y.head.time);
    SINEW_ASSERT(x.head.correlation == y.head.correlation && x.head.actor == y.head.actor);
    SINEW_ASSERT(x.head.trace == y.head.trace && x.payload == y.payload);
  }
}

} // namespace

auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const auto m = message::verify(fuzz::fuzz_input{data, size}.rest());
  if (!m)
    return 0;
  const auto again = message::verify(rewritten(*m).raw());
  // What is small but refers to one thing often may be too large when each has its own.
  if (again)
    expect_same(*m, *again);
  return 0;
}
