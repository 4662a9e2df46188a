// SPDX-License-Identifier: Apache-2.0
#include "gateway/identity/identity.hpp"

namespace sinew::gateway {

auto identity::passes(access whom) const -> bool {
  switch (whom) {
    case access::anybody: return true;
    case access::signed_in: return roles != 0;
    case access::staff: return is_staff();
    case access::operators: break;
  }
  return has(role::operator_);
}

auto identity::may_act_for(std::string_view customer) const -> bool {
  return is_staff() || (has(role::customer) && subject == customer);
}

auto whoever() -> identity {
  identity made;
  made.add(role::operator_);
  return made;
}

void add_role(identity& to, std::string_view name) {
  if (name == "customer")
    to.add(role::customer);
  else if (name == "clerk")
    to.add(role::clerk);
  else if (name == "operator")
    to.add(role::operator_);
}

} // namespace sinew::gateway
