// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sinew::gateway {

/// What somebody is to the shop. Tokens list them by these names in `roles`; others there mean nothing to us.
enum class role : std::uint8_t {
  /// Sees and changes what is their own.
  customer,
  /// Staff: sees and changes what is anybody's.
  clerk,
  /// Staff that looks after the system, too. "operator" in tokens.
  operator_,
};

/// Who a route is for.
enum class access : std::uint8_t {
  anybody,
  /// Who has a good token with one role at least; what they may see is for the row's `owner`, or its handler, to judge.
  signed_in,
  staff,
  operators,
};

/// Who asks.
struct identity {
  /// `sub` of their token: of a customer, the customer's id.
  std::string subject = "anonymous";
  /// One bit for each role.
  std::uint8_t roles = 0;
  bool is_signed_in = false;

  [[nodiscard]] auto has(role r) const -> bool { return (roles >> static_cast<unsigned>(r) & 1U) != 0; }
  void add(role r) { roles = static_cast<std::uint8_t>(roles | 1U << static_cast<unsigned>(r)); }
  [[nodiscard]] auto is_staff() const -> bool { return has(role::clerk) || has(role::operator_); }

  /// Whether a row for `whom` is for them.
  [[nodiscard]] auto passes(access whom) const -> bool;
  /// Whether what belongs to that customer is theirs to see and to change.
  [[nodiscard]] auto may_act_for(std::string_view customer) const -> bool;
};

/// Whoever it is, where nobody has to say so (`--allow-anyone`).
auto whoever() -> identity;

/// Takes "customer", "clerk" and "operator"; leaves the identity as it is for another word.
void add_role(identity& to, std::string_view name);

} // namespace sinew::gateway
