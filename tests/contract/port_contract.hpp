// SPDX-License-Identifier: Apache-2.0
#pragma once

// The contract of actors/ports.hpp as one suite: each promise there is a test here, named as a sentence. A broker passes it by
// filling a fixture and saying, once:
//
//     CONTRACT_HOLDS_FOR(memory, (contract::broker_under_test{"memory", make_memory_fixture}));

#include "tests/contract/journal_contract.hpp"
#include "tests/contract/lanes_contract.hpp"
#include "tests/contract/membership_contract.hpp"
#include "tests/contract/parking_contract.hpp"
#include "tests/contract/requests_contract.hpp"
#include "tests/contract/subscriptions_contract.hpp"
#include "tests/contract/timers_contract.hpp"

#define CONTRACT_HOLDS_FOR(prefix, broker)                                                      \
  namespace contract {                                                                          \
  INSTANTIATE_TEST_SUITE_P(prefix, journal_contract, ::testing::Values(broker), name_of);       \
  INSTANTIATE_TEST_SUITE_P(prefix, timers_contract, ::testing::Values(broker), name_of);        \
  INSTANTIATE_TEST_SUITE_P(prefix, requests_contract, ::testing::Values(broker), name_of);      \
  INSTANTIATE_TEST_SUITE_P(prefix, subscriptions_contract, ::testing::Values(broker), name_of); \
  INSTANTIATE_TEST_SUITE_P(prefix, lanes_contract, ::testing::Values(broker), name_of);         \
  INSTANTIATE_TEST_SUITE_P(prefix, parking_contract, ::testing::Values(broker), name_of);       \
  INSTANTIATE_TEST_SUITE_P(prefix, membership_contract, ::testing::Values(broker), name_of);    \
  }                                                                                             \
  static_assert(true, "ends with a semicolon")

namespace contract {

inline auto name_of(const ::testing::TestParamInfo<broker_under_test>& info) -> std::string {
  return info.param.name;
}

} // namespace contract
