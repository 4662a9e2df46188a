// SPDX-License-Identifier: Apache-2.0
#include "tests/support/counter_codec.hpp"

#include "tests/support/counter_bfbs.hpp"

namespace test {

auto counter_schema() -> sinew::bytes_view {
  return std::as_bytes(std::span{sinew::embedded::counter_bfbs});
}

auto counting_service() -> sinew::service {
  return {.name = "counting", .aggregates = {&sinew::kind_of<counter>()}, .reactions = {}, .schema = counter_schema()};
}

} // namespace test
