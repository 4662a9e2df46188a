// SPDX-License-Identifier: Apache-2.0
#include "memory/memory_letters.hpp"

#include <algorithm>

namespace sinew {

auto memory_letters::park(parked_message what, std::uint64_t behind) -> result<std::uint64_t> {
  const auto fault = memory_faults::take(faults_.parkings);
  if (fault == parking_fault::unavailable)
    return fail(errc::unavailable, "the broker is away");
  announce(what); // as a subscriber to the subject hears of it: stored or not
  if (const auto actual = last(what.service, what.key); actual != behind)
    return fail(errc::conflict, what.key.aggregate + " " + what.key.id + " is parked up to " + std::to_string(actual));
  entries_.emplace(++last_place_, std::move(what));
  if (fault == parking_fault::lost_ack)
    return fail(errc::outcome_unknown, "no answer from the broker in time");
  return last_place_;
}

auto memory_letters::last(std::string_view service, const aggregate_key& key) const -> std::uint64_t {
  for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry)
    if (entry->second.service == service && entry->second.key == key)
      return entry->first;
  return 0;
}

auto memory_letters::read(std::string_view service, const aggregate_key& key, std::uint64_t after,
                          std::size_t at_most) const -> parked_page {
  parked_page page;
  for (auto entry = entries_.upper_bound(after); entry != entries_.end(); ++entry) {
    if (entry->second.service != service || entry->second.key != key)
      continue;
    if (page.entries.size() == at_most) {
      page.more = true;
      break;
    }
    page.entries.push_back({entry->first, entry->second});
  }
  return page;
}

auto memory_letters::keys(std::string_view service, std::size_t at_most) const -> parked_keys {
  parked_keys found;
  for (const auto& [place, what] : entries_) {
    if (what.service != service || std::ranges::find(found.keys, what.key) != found.keys.end())
      continue;
    if (found.keys.size() == at_most) {
      found.more = true;
      break;
    }
    found.keys.push_back(what.key);
  }
  return found;
}

void memory_letters::note(const parked_entry& tried) {
  const auto found = entries_.find(tried.place);
  if (found != entries_.end())
    found->second = tried.what;
}

void memory_letters::watch(std::string_view service, std::shared_ptr<memory_link> link, parking::watcher h) {
  watchers_.push_back({std::string{service}, std::move(link), std::move(h)});
}

auto memory_letters::all() const -> std::vector<parked_message> {
  std::vector<parked_message> everything;
  for (const auto& [place, what] : entries_)
    everything.push_back(what);
  everything.insert(everything.end(), aside_.begin(), aside_.end());
  return everything;
}

void memory_letters::announce(const parked_message& what) {
  for (const auto& w : watchers_)
    if (w.service == what.service)
      w.link->post([tell = w.tell, key = what.key] { tell(key); });
}

} // namespace sinew
