// SPDX-License-Identifier: Apache-2.0
#include "tests/support/nats_under_test.hpp"

#include <cstdlib>
#include <utility>

namespace sinew::test {

namespace {

auto wanted_label() -> std::string {
  const char* label = std::getenv("SINEW_TEST_DURABILITY"); // NOLINT(concurrency-mt-unsafe): nobody sets it
  return label != nullptr ? label : "file";
}

} // namespace

nats_under_test::nats_under_test() : label_{wanted_label()} {
  nats_setup alone;
  alone.syncs_always = label_ == "fsync";
  if (label_ == "quorum")
    (void)shared();
  else
    own_ = std::make_unique<private_nats_server>(std::move(alone));
}

auto nats_under_test::url() const -> std::string {
  return own_ ? own_->url() : shared().url();
}

auto nats_under_test::shared() -> private_nats_cluster& {
  static private_nats_cluster three;
  return three;
}

} // namespace sinew::test
