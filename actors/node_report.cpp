// SPDX-License-Identifier: Apache-2.0
#include "actors/node_report.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace sinew {

namespace {

void write_lanes(metric_page& to, const watched_node& of) {
  metric_family<gauge, 2> lag{
      "sinew_reader_lag_messages", "Messages of a log that are stored and not done with here", {"upstream", "lane"}};
  for (const auto& l : of.kept.feeds.progress())
    lag.at({l.upstream, l.lane}).set(static_cast<double>(l.lag));
  lag.write(to);
}

void write_build(metric_page& to, const watched_node& of) {
  metric_family<gauge, 4> build{"sinew_build_info", "Always 1: who this is", {"service", "node", "version", "variant"}};
  build.at({of.self.service, of.self.node, of.self.version, of.self.variant}).set(1);
  build.write(to);
}

} // namespace

auto figures_text(const watched_node& of) -> std::string {
  metric_page page;
  of.kept.figures.write(page);
  of.times.by_aggregate.write(page);
  write_lanes(page, of);
  page.add_single("sinew_parked_keys", "Keys of this service that wait for an operator, as far as this node knows",
                  gauge{static_cast<double>(of.parked.known())});
  page.add_single("sinew_partitions_owned", "Partitions whose commands this node serves",
                  gauge{static_cast<double>(of.self.partitions.size())});
  page.add_single("sinew_node_ready", "1 when the node can do its work", gauge{is_ready(of) ? 1.0 : 0.0});
  write_build(page, of);
  return page.take();
}

auto is_ready(const watched_node& of) -> bool {
  return of.self.state == "ready" && std::ranges::all_of(of.kept.feeds.progress(), [](const lane_progress& l) {
           return !l.is_open || l.has_caught_up;
         });
}

auto readiness_json(const watched_node& of) -> std::string {
  using nlohmann::ordered_json;
  auto lanes = ordered_json::array();
  for (const auto& l : of.kept.feeds.progress())
    lanes.push_back({{"lane", l.lane}, {"open", l.is_open}, {"caught_up", l.has_caught_up}, {"lag", l.lag}});
  const ordered_json all = {{"ready", is_ready(of)},
                            {"service", of.self.service},
                            {"node", of.self.node},
                            {"state", of.self.state},
                            {"partitions", of.self.partitions.size()},
                            {"parked_keys", of.parked.known()},
                            {"lanes", std::move(lanes)}};
  return all.dump();
}

} // namespace sinew
