// SPDX-License-Identifier: Apache-2.0
// A subject is refused, or says exactly what it would be built from.
#include "bridge/ack_subject.hpp"
#include "bridge/subjects.hpp"
#include "tests/fuzz/fuzz_input.hpp"

using namespace sinew;

namespace {

void read_stored(std::string_view text) {
  const auto said = subject::parse(text);
  if (!said)
    return;
  const auto built = text.starts_with("evt.")   ? subject::event(said->key, said->name)
                     : text.starts_with("tmr.") ? subject::timer(said->key, said->name)
                                                : subject::due(said->key, said->name);
  SINEW_ASSERT(built == text);
}

void read_parked(std::string_view text) {
  if (const auto said = subject::parse_parked(text))
    SINEW_ASSERT(subject::parked(said->service, said->key) == text);
}

void read_ack(std::string_view text) {
  if (const auto facts = read_ack_subject(text))
    fuzz::keep(facts->attempt + facts->position + facts->delivery);
}

} // namespace

auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const auto text = fuzz::fuzz_input{data, size}.text();
  read_stored(text);
  read_parked(text);
  read_ack(text);
  fuzz::keep(fuzz::touched(subject::key_in_bucket(subject::nodes_bucket, text)));
  return 0;
}
