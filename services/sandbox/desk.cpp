// SPDX-License-Identifier: Apache-2.0
#include "services/sandbox/desk.hpp"

namespace shop {

namespace {

using nlohmann::json;
using status = ledger_entry::status;

constexpr auto voided_code = "voided";

} // namespace

auto complaint(unsigned status, const std::string& what) -> served_answer {
  return {status, json{{"error", what}}.dump(-1, ' ', false, json::error_handler_t::replace)};
}

desk::desk(boost::asio::io_context& io, ledger& book, trade rules) : io_{io}, book_{book}, rules_{std::move(rules)} {}

void desk::put(const std::string& id, const std::string& body, answerer answer) {
  const auto wanted = json::parse(body, nullptr, false);
  if (!wanted.is_object())
    return answer(complaint(400, "the body is no JSON object"));
  const auto details = rules_.details(wanted);
  if (!details)
    return answer(complaint(400, details.error().what));
  if (const auto* known = book_.find(name_of(id))) {
    const bool is_same = known->is == status::voided || known->details == *details;
    return answer(is_same ? answer_from(*known) : complaint(409, id + " was used for something else"));
  }
  if (const auto begun = slow_.find(id); begun != slow_.end())
    return begun->second.waiting.push_back(std::move(answer));
  decide(id, rules_.judge(wanted, book_.failures(name_of(id))), *details, std::move(answer));
}

void desk::decide(const std::string& id, const ruling& made, const json& details, answerer answer) {
  switch (made.is) {
    case ruling::kind::broken: {
      const auto noted = book_.note_failure(name_of(id));
      return answer(complaint(noted ? 503 : 500, noted ? "out of order" : noted.error().what));
    }
    case ruling::kind::denied: return answer(settled(id, {status::denied, {}, made.code, details}));
    case ruling::kind::granted: break;
  }
  if (made.after.count() > 0)
    return begin_slow(id, made.after, details, std::move(answer));
  answer(settled(id, {status::granted, std::string{rules_.proof_prefix} + id, {}, details}));
}

void desk::begin_slow(const std::string& id, std::chrono::seconds after, const json& details, answerer answer) {
  auto& begun = slow_.emplace(id, pending{details, boost::asio::steady_timer{io_, after}, {}}).first->second;
  begun.waiting.push_back(std::move(answer));
  begun.timer.async_wait([this, id, details](boost::system::error_code cancelled) {
    if (!cancelled && slow_.contains(id))
      end_slow(id, {status::granted, std::string{rules_.proof_prefix} + id, {}, details});
  });
}

void desk::end_slow(const std::string& id, ledger_entry entry) {
  const auto ended = slow_.extract(id);
  const auto answer = settled(id, std::move(entry));
  for (const auto& each : ended.mapped().waiting)
    each(answer);
}

void desk::remove(const std::string& id, const answerer& answer) {
  ledger_entry entry{status::voided, {}, voided_code, json::object()};
  if (const auto* known = book_.find(name_of(id))) {
    entry.proof = known->proof;
    entry.details = known->details;
  }
  if (slow_.contains(id))
    end_slow(id, entry);
  else if (const auto kept = book_.settle(name_of(id), entry); !kept)
    return answer(complaint(500, kept.error().what));
  answer({200, json{{"status", "voided"}}.dump()});
}

auto desk::settled(const std::string& id, ledger_entry entry) -> served_answer {
  if (const auto kept = book_.settle(name_of(id), entry); !kept)
    return complaint(500, kept.error().what);
  return answer_from(entry);
}

auto desk::answer_from(const ledger_entry& entry) const -> served_answer {
  const auto yes = json{{"status", rules_.granted}, {rules_.proof, entry.proof}};
  const auto no = json{{"status", rules_.denied}, {"code", entry.code}};
  return {200, (entry.is == status::granted ? yes : no).dump()};
}

auto desk::list() const -> served_answer {
  auto all = json::array();
  auto net = json::object();
  for (const auto& [name, entry] : book_.entries()) {
    if (name.first != rules_.name)
      continue;
    auto row = entry.details;
    const bool stands = entry.is == status::granted;
    row["id"] = name.second;
    row["status"] = stands ? rules_.granted : entry.is == status::voided ? "voided" : rules_.denied;
    row["code"] = entry.code;
    row[std::string{rules_.proof}] = entry.proof;
    if (stands && row.contains("amount")) {
      auto& sum = net[row["currency"].get<std::string>()];
      sum = (sum.is_null() ? 0 : sum.get<std::int64_t>()) + row["amount"].get<std::int64_t>();
    }
    all.push_back(std::move(row));
  }
  return {200, json{{rules_.name, std::move(all)}, {"net", std::move(net)}}.dump()};
}

} // namespace shop
