// SPDX-License-Identifier: Apache-2.0
#include "actors/lane_table.hpp"

#include <spdlog/spdlog.h>
#include <algorithm>
#include <caf/actor_cast.hpp>
#include <caf/send.hpp>
#include <utility>

namespace sinew {

namespace {

auto is_claimed_by(const node_record& r, const std::string& lane) -> bool {
  return std::ranges::find(r.lanes, lane) != r.lanes.end();
}

/// Everyone who was to hear the claim has heard it, and nobody else has one.
auto is_free_for(std::string_view self, const std::string& lane, std::string_view service, const membership_view& view)
    -> bool {
  bool is_heard = false;
  for (const auto& r : view.nodes) {
    if (r.service != service || !is_claimed_by(r, lane))
      continue;
    if (r.node != self)
      return false;
    is_heard = true;
  }
  return is_heard;
}

} // namespace

lane_table::lane_table(const node_context& node, const std::vector<subscription>& all, spawner spawn,
                       complaint complain)
    : node_{node}, spawn_{std::move(spawn)}, complain_{std::move(complain)} {
  for (const auto& what : all)
    lanes_.emplace(lane_name(what), lane{.what = what});
}

void lane_table::place(std::string_view self, const membership_view& view, const placement::crew& among) {
  for (auto& [name, l] : lanes_) {
    l.is_wanted = placement::owner_of_lane(l.what, among) == self;
    if (!l.is_wanted && l.reader && !l.is_leaving)
      leave(l);
    if (l.is_wanted && !l.reader && is_free_for(self, name, l.what.reader, view))
      open(l);
  }
}

void lane_table::abandon() {
  for (auto& [name, l] : lanes_) {
    if (!l.reader)
      continue;
    if (!std::exchange(l.is_leaving, true))
      node_.outside.feeds.close(l.what);
    caf::anon_send(l.reader, abandon_work{});
  }
}

auto lane_table::on_reader_gone(const caf::actor_addr& who) -> bool {
  for (auto& [name, l] : lanes_)
    if (l.reader && l.reader.address() == who) {
      l.reader = nullptr;
      l.is_leaving = false;
      return true;
    }
  return false;
}

void lane_table::close() {
  for (auto& [name, l] : lanes_)
    if (auto reader = std::exchange(l.reader, nullptr))
      caf::anon_send_exit(reader, caf::exit_reason::user_shutdown);
  complain_ = nullptr; // it holds on to the guardian, whose part we are
}

auto lane_table::claimed() const -> std::vector<std::string> {
  std::vector<std::string> all;
  for (const auto& [name, l] : lanes_)
    if (l.is_wanted || l.reader)
      all.push_back(name);
  return all;
}

void lane_table::open(lane& l) {
  spdlog::debug("reads lane {} of {}", l.what.lane, l.what.filters.empty() ? "its timers" : l.what.upstream);
  l.reader = spawn_(l.what);
  node_.outside.feeds.open(
      l.what, [reader = l.reader](delivery d) { caf::anon_send(reader, handle_delivery{std::move(d)}); },
      [complain = complain_](const result<void>& outcome) {
        if (!outcome)
          complain(outcome.error());
      });
}

void lane_table::leave(lane& l) {
  spdlog::debug("leaves lane {} of {}", l.what.lane, l.what.filters.empty() ? "its timers" : l.what.upstream);
  l.is_leaving = true;
  node_.outside.feeds.close(l.what);
  caf::anon_send(l.reader, wind_down{});
}

} // namespace sinew
