// SPDX-License-Identifier: Apache-2.0
// Whatever the broker, or somebody in its name, answers: it is read as far as it goes, or refused. Nothing throws.
#include "bridge/api.hpp"
#include "bridge/base64.hpp"
#include "bridge/history_answer.hpp"
#include "bridge/server_check.hpp"
#include "bridge/stored_ack.hpp"
#include "bridge/topology.hpp"
#include "tests/fuzz/fuzz_input.hpp"
#include "tests/fuzz/whole_shop.hpp"

using namespace sinew;

namespace {

void read_management_answer(std::string_view text) {
  const auto answer = read_api_answer(text);
  if (!answer)
    return;
  SINEW_ASSERT(answer->body.is_object());
  if (answer->is_error())
    fuzz::keep(fuzz::touched(answer->as_error("it").value().what));
  if (const auto last = read_found_message(*answer); last && *last)
    fuzz::keep((*last)->position + fuzz::touched((*last)->body));
  const auto config = answer->body.find("config");
  for (const auto& wanted : topology::streams_of(fuzz::whole_shop().front(), topology::durability::file))
    if (config != answer->body.end())
      fuzz::keep(fuzz::touched(topology::difference(wanted, *config)));
}

void read_stored(std::string_view text) {
  const auto stored = read_stored_ack(text);
  SINEW_ASSERT(stored || !stored.error().what.empty());
}

} // namespace

auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const auto text = fuzz::fuzz_input{data, size}.text();
  read_stored(text);
  read_management_answer(text);
  (void)check_api_level(text);
  if (const auto decoded = from_base64(text))
    SINEW_ASSERT(decoded->size() <= text.size() / 4 * 3);
  return 0;
}
