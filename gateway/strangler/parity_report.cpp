// SPDX-License-Identifier: Apache-2.0
#include "gateway/strangler/parity_report.hpp"

#include <utility>

namespace sinew::gateway {

namespace {

using nlohmann::ordered_json;

constexpr std::array all_kinds{parity::equal, parity::different, parity::legacy_failed, parity::modern_failed,
                               parity::skipped};
static_assert(all_kinds.size() == parity_kinds);

auto members_json(const std::vector<member_difference>& members) -> ordered_json {
  ordered_json all = ordered_json::array();
  for (const auto& each : members) {
    ordered_json made{{"pointer", each.pointer}};
    if (each.legacy)
      made["legacy"] = *each.legacy;
    if (each.modern)
      made["new"] = *each.modern;
    all.push_back(std::move(made));
  }
  return all;
}

auto difference_json(const compared_request& what, const answer_difference& how) -> ordered_json {
  ordered_json made{{"when", to_rfc3339(what.when)}, {"method", what.method}, {"path", what.path}};
  if (!what.id.empty())
    made["id"] = what.id;
  made["status"] = {{"legacy", how.legacy_status}, {"new", how.modern_status}};
  made["members"] = members_json(how.members);
  if (how.is_cut)
    made["more"] = true;
  return made;
}

} // namespace

auto to_string(parity how) -> std::string_view {
  switch (how) {
    case parity::equal: return "equal";
    case parity::different: return "different";
    case parity::legacy_failed: return "legacy_failed";
    case parity::modern_failed: return "new_failed";
    case parity::skipped: return "skipped";
  }
  return "skipped";
}

void parity_report::add(compared_request what, answer_difference how) {
  count(parity::different);
  newest_.push_front({std::move(what), std::move(how)});
  if (newest_.size() > most_kept)
    newest_.pop_back();
}

auto parity_report::to_json() const -> ordered_json {
  ordered_json made{{"since", to_rfc3339(since_)}, {"compared", of(parity::equal) + of(parity::different)}};
  for (const auto kind : all_kinds)
    made[std::string{to_string(kind)}] = of(kind);
  auto& differences = made["differences"] = ordered_json::array();
  for (const auto& each : newest_)
    differences.push_back(difference_json(each.what, each.how));
  return made;
}

} // namespace sinew::gateway
