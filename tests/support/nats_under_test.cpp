// SPDX-License-Identifier: Apache-2.0
#include "tests/support/nats_under_test.hpp"

#include <cstdlib>
#include <string_view>

namespace sinew::test {

namespace {

auto wants_cluster() -> bool {
  const char* label = std::getenv("SINEW_TEST_DURABILITY"); // NOLINT(concurrency-mt-unsafe): nobody sets it
  return label != nullptr && std::string_view{label} == "quorum";
}

} // namespace

nats_under_test::nats_under_test() {
  if (wants_cluster())
    (void)shared();
  else
    own_ = std::make_unique<private_nats_server>();
}

auto nats_under_test::url() const -> std::string {
  return own_ ? own_->url() : shared().url();
}

auto nats_under_test::shared() -> private_nats_cluster& {
  static private_nats_cluster three;
  return three;
}

} // namespace sinew::test
