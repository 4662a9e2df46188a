// SPDX-License-Identifier: Apache-2.0
// What the outside parties answer over HTTP, and addresses as a person may type them.
#include "kernel/http_url.hpp"
#include "services/outside/json_answer.hpp"
#include "tests/fuzz/fuzz_input.hpp"

using namespace sinew;

auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  fuzz::fuzz_input input{data, size};
  const auto status = 100U + 2U * input.byte();
  const auto text = input.text();
  const shop::http_answer answer{status, text};
  if (const auto object = shop::read_json(answer, "card provider"))
    for (const auto* field : {"status", "reference", "code", "tracking"})
      fuzz::keep(fuzz::touched(shop::text_of(*object, field)));
  (void)shop::read_voided(answer, "carrier");
  if (const auto address = sinew::parse_http_url(text))
    SINEW_ASSERT(!address->host.empty() && !address->port.empty() && address->port.size() <= 5);
  return 0;
}
