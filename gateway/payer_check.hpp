// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/guarded_services.hpp"
#include "gateway/resource.hpp"

#include <memory>

namespace sinew::gateway {

/// Customers pay from accounts of their own alone. The services do not know who asks: to them, an account's name is
/// enough. Loop's thread.
class payer_check {
 public:
  /// `services` must outlive it, and it the loop's last turn.
  explicit payer_check(guarded_services& services) : services_{services} {}

  /// Of a command with a `payment`: 409 `no_account` where its account is not there, or another's (which of the two is nobody's
  /// business). What is no payment from an account passes; so does staff.
  void check(const std::shared_ptr<command_draft>& draft, next_step next);

 private:
  guarded_services& services_;
};

} // namespace sinew::gateway
