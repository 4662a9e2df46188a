// SPDX-License-Identifier: Apache-2.0
// A traceparent is none, or is read to exactly what it would be written from; a collector's answer never rejects what it cannot.
#include "telemetry/otlp_json.hpp"
#include "telemetry/trace_context.hpp"
#include "tests/fuzz/fuzz_input.hpp"

using namespace sinew;

auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const auto text = fuzz::fuzz_input{data, size}.text();
  if (const auto read = parse_traceparent(text)) {
    const auto written = to_traceparent(*read);
    SINEW_ASSERT(parse_traceparent(written) == read);
    // All but the version and the flags that are not ours.
    SINEW_ASSERT(written.substr(2, 51) == text.substr(2, 51));
  }
  fuzz::keep(rejected_spans(text));
  return 0;
}
