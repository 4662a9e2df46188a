// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/private_nats_cluster.hpp"
#include "tests/support/private_nats_server.hpp"

#include <memory>
#include <string>

namespace sinew::test {

/// The broker of one test, by the environment's SINEW_TEST_DURABILITY: a nats-server of its own (`file`, the default, or
/// `fsync`), or the three servers of this process (`quorum`). Those are started once, because they take seconds to agree; whoever gets them removes what an
/// earlier test has left.
class nats_under_test {
 public:
  nats_under_test();

  [[nodiscard]] auto url() const -> std::string;
  /// The durability label that fits.
  [[nodiscard]] auto label() const -> std::string { return label_; }
  [[nodiscard]] auto is_shared() const -> bool { return !own_; }

 private:
  static auto shared() -> private_nats_cluster&;

  std::string label_;
  std::unique_ptr<private_nats_server> own_;
};

} // namespace sinew::test
