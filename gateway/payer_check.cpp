// SPDX-License-Identifier: Apache-2.0
#include "gateway/payer_check.hpp"

#include "gateway/problem_of.hpp"
#include "kernel/names.hpp"

#include <fmt/format.h>

namespace sinew::gateway {

namespace {

/// Empty: it is not to be paid from one, or what stands there is for the service to refuse.
auto account_in(const ordered_json& fields) -> std::string {
  const auto payment = fields.find("payment");
  if (payment == fields.end() || !payment->is_object())
    return {};
  if (payment->value("method", ordered_json("card")) == "card") // with an account beside it, the service refuses that
    return {};
  const auto account = payment->find("account");
  if (account == payment->end() || !account->is_string() || !is_valid_id(account->get_ref<const std::string&>()))
    return {};
  return account->get<std::string>();
}

} // namespace

void payer_check::check(const std::shared_ptr<command_draft>& draft, next_step next) {
  const auto account = account_in(draft->fields);
  if (account.empty() || draft->made.who.is_staff())
    return next(std::nullopt);
  services_.ask({"account", account}, [draft, account, next = std::move(next)](const result<ordered_json>& found) {
    if (!found && found.error().code != errc::not_found)
      return next(problem_of(found.error()));
    if (found && draft->made.who.may_act_for(found->at("state").value("owner", "")))
      return next(std::nullopt);
    next(problem{409, "no_account", fmt::format("you have no account '{}'", account), "payment.account"});
  });
}

} // namespace sinew::gateway
