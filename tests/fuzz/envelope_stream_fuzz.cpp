// SPDX-License-Identifier: Apache-2.0
// `sinew decode` on any bytes in pieces of any size: it makes nothing up, keeps little, and whole envelopes come out whole.
#include "schemas/message.hpp"
#include "tests/fuzz/fuzz_input.hpp"
#include "tools/envelope_stream.hpp"

using namespace sinew;

auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  fuzz::fuzz_input input{data, size};
  std::size_t taken = 0;
  std::size_t given = 0;
  envelope_stream stream{[&](bytes_view body) {
    given += body.size();
    fuzz::keep(fuzz::touched(body));
  }};
  while (!input.is_empty()) {
    const auto piece = input.piece();
    taken += piece.size();
    stream.take(piece);
    SINEW_ASSERT(given <= taken);
  }
  stream.finish();
  SINEW_ASSERT(given <= taken);
  const auto text = as_text({reinterpret_cast<const std::byte*>(data), size});
  if (const auto decoded = from_hex(text))
    SINEW_ASSERT(decoded->size() * 2 == text.size());
  return 0;
}
