// SPDX-License-Identifier: Apache-2.0
#include "gateway/saga_table.hpp"

#include "gateway/order_view.hpp"

namespace sinew::gateway {

namespace {

void take_text(std::string& to, const ordered_json& data, std::string_view field) {
  const auto found = data.is_object() ? data.find(field) : data.end();
  if (found != data.end() && found->is_string())
    to = found->get<std::string>();
}

} // namespace

auto saga_row::duration() const -> std::optional<std::chrono::nanoseconds> {
  if (!placed_at || !ended_at)
    return std::nullopt;
  return *ended_at - *placed_at;
}

auto name_of(saga_row::stage stage) -> std::string_view {
  switch (stage) {
    case saga_row::stage::running: return "running";
    case saga_row::stage::completed: return "completed";
    case saga_row::stage::compensated: return "compensated";
  }
  return "";
}

void saga_table::add(std::string_view id, std::string_view event, timestamp time, std::uint64_t position,
                     const ordered_json& data) {
  auto found = rows_.find(id);
  if (found == rows_.end()) {
    found = rows_.emplace(id, saga_row{}).first;
    found->second.id = id;
    // Several events of one message share its position, but they are of one aggregate.
    found->second.position = position;
    by_position_[position] = id;
  }
  auto& row = found->second;
  take_text(row.customer, data, "customer");
  take_text(row.code, data, "code");
  if (event == "placed")
    row.placed_at = time;
  else if (ends_an_order(event)) {
    row.at = event == "confirmed" ? saga_row::stage::completed : saga_row::stage::compensated;
    row.ended_at = time;
  }
  if (rows_.size() > most_)
    forget_oldest();
}

void saga_table::for_each(std::uint64_t before, const std::function<bool(const saga_row&)>& take) const {
  for (auto at = by_position_.lower_bound(before); at != by_position_.begin();)
    if (!take(rows_.find((--at)->second)->second))
      return;
}

void saga_table::forget_oldest() {
  const auto oldest = by_position_.begin();
  rows_.erase(rows_.find(oldest->second));
  by_position_.erase(oldest);
  has_forgotten_ = true;
}

} // namespace sinew::gateway
