// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/outside.hpp"

#include <algorithm>

namespace simulation {

auto ledger::ask(const std::string& id, std::int64_t units, const std::string& denial) -> ruling {
  if (const auto known = decisions_.find(id); known != decisions_.end())
    return known->second.is_voided ? ruling{false, "voided"} : known->second.what;
  const ruling first{denial.empty(), denial.empty() ? "ref-" + id : denial};
  decisions_.emplace(id, decided{first});
  lines_.push_back({first.is_granted ? ledger_line::kind::granted : ledger_line::kind::denied, id, units});
  return first;
}

void ledger::cancel(const std::string& id) {
  auto& known = decisions_[id];
  if (std::exchange(known.is_voided, true))
    return;
  lines_.push_back({ledger_line::kind::voided, id});
}

void letterbox::post(const shop::mail::letter& what) {
  const auto before = std::ranges::find(letters_, what.id, &shop::mail::letter::id);
  if (before == letters_.end())
    letters_.push_back(what);
  else if (before->subject != what.subject || before->body != what.body || before->recipient != what.recipient)
    ++contradictions_;
}

void outside::apply(const fault& f) {
  const auto whom = static_cast<party>(f.target % 3);
  switch (f.kind) {
    case fault_kind::party_away: away_until_[whom] = where().now() + f.length; break;
    case fault_kind::lost_party_request: waiting_.push_back({whom, mishap::lost_request}); break;
    case fault_kind::lost_party_answer: waiting_.push_back({whom, mishap::lost_answer}); break;
    case fault_kind::slow_party: waiting_.push_back({whom, mishap::slow}); break;
    default: break;
  }
}

void outside::heal() {
  away_until_.clear();
  waiting_.clear();
}

auto outside::befalls(party whom) -> mishap {
  if (const auto away = away_until_.find(whom); away != away_until_.end() && where().now() < away->second)
    return mishap::away;
  const auto next = std::ranges::find(waiting_, whom, &waiting_mishap::whom);
  if (next == waiting_.end())
    return mishap::none;
  const auto what = next->what;
  waiting_.erase(next);
  return what;
}

} // namespace simulation
