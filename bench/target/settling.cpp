// SPDX-License-Identifier: Apache-2.0
#include "bench/target/settling.hpp"

#include "bench/report/figures.hpp"
#include "tools/cluster/cluster_reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <tuple>

namespace sinew::bench {

namespace {

// Between two looks: who looks takes processors from what is looked at.
constexpr std::chrono::milliseconds look_interval{200};

auto goes_on(const copy_view& copy) -> bool {
  return copy.state != "stalled" && copy.state != "outdated" && copy.state != "spoiled";
}

auto living_nodes(const cluster_view& view) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const auto& service : view.services)
    for (const auto& node : service.nodes)
      if (node.state != "silent")
        names.push_back(node.node);
  return names;
}

auto look(client& with) -> result<system_look> {
  const auto facts = read_cluster(with);
  if (!facts)
    return tl::unexpected{facts.error()};
  system_look seen{.cluster = make_cluster_view(*facts), .lists = {}};
  seen.lists = ask_nodes(with, living_nodes(seen.cluster), "projections");
  return seen;
}

auto text_of(const backlog& left) -> std::string {
  return fmt::format("{} messages wait, {} read models are behind", count_figure(left.messages), left.lists);
}

} // namespace

auto backlog_of(const system_look& seen) -> backlog {
  backlog left;
  for (const auto& reader : seen.cluster.readers)
    left.messages += reader.pending + reader.unacked;
  for (const auto& node : seen.lists)
    left.lists += static_cast<std::uint64_t>(
        std::ranges::count_if(node.copies, [](const copy_view& c) { return c.lag > 0 && goes_on(c); }));
  return left;
}

auto is_at_rest(const system_look& before, const system_look& now) -> bool {
  const auto place = [](const log_view& log) { return std::tie(log.stream, log.last_position); };
  return backlog_of(before).is_empty() && backlog_of(now).is_empty() &&
         std::ranges::equal(before.cluster.logs, now.cluster.logs, {}, place, place);
}

auto await_rest(client& with, const terminal& says, const bool& stopped, std::chrono::milliseconds patience)
    -> std::string {
  const auto end = with.where().now() + patience;
  std::string left;
  for (std::optional<system_look> before; !stopped;) {
    auto now = look(with);
    if (!now) {
      left = now.error().what;
      break;
    }
    if (before && is_at_rest(*before, *now)) {
      left.clear();
      break;
    }
    left = text_of(backlog_of(*now));
    if (with.where().now() >= end)
      break;
    says.progress("what was prepared sets off more: " + left);
    before = std::move(*now);
    (void)with.where().run_until([&stopped] { return stopped; }, look_interval);
  }
  says.progress("");
  return left;
}

} // namespace sinew::bench
