// SPDX-License-Identifier: Apache-2.0
#include "actors/placement.hpp"

#include "kernel/names.hpp"

#include <utility>

namespace sinew::placement {

namespace {

constexpr std::uint32_t whole = 100; // percent

// FNV-1a tells names apart, but leaves names that differ in their last letter close together.
auto scattered(std::uint64_t x) -> std::uint64_t {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

auto weight(std::string_view node, std::string_view what) -> std::uint64_t {
  return scattered(scattered(fnv1a32(node)) + fnv1a32(what));
}

/// When a partition's turn comes as the canary's share grows: each has another one of 0 … 63. Neighbours are far apart.
auto turn_of(std::uint32_t partition) -> std::uint32_t {
  constexpr std::uint32_t stride = 37; // any odd number reaches them all
  static_assert(stride % 2 == 1 && (partition_count & (partition_count - 1)) == 0);
  return partition * stride % partition_count;
}

} // namespace

auto crew_of(const membership_view& view, std::string_view service) -> crew {
  crew found;
  std::vector<std::string> all;
  for (const auto& r : view.nodes) {
    if (r.service != service || r.state != "ready")
      continue;
    all.push_back(r.node);
    if (r.variant == main_variant)
      found.main.push_back(r.node);
    else if (view.canary && r.variant == view.canary->variant)
      found.canary.push_back(r.node);
  }
  if (found.main.empty())
    found.main = std::move(all);
  if (found.canary.empty())
    found.canary = found.main;
  found.share = view.canary ? view.canary->share : 0;
  return found;
}

auto owner_of(std::string_view what, const std::vector<std::string>& nodes) -> std::string_view {
  std::string_view owner;
  std::uint64_t heaviest = 0;
  for (const auto& node : nodes) {
    const auto w = weight(node, what);
    // The name decides between equals, so that the order in which nodes are listed does not.
    if (owner.empty() || w > heaviest || (w == heaviest && node > owner)) {
      owner = node;
      heaviest = w;
    }
  }
  return owner;
}

auto owner_of_partition(std::uint32_t partition, const crew& among) -> std::string_view {
  const bool is_canarys = turn_of(partition) < canary_partitions(among.share);
  return owner_of("partition " + std::to_string(partition), is_canarys ? among.canary : among.main);
}

auto owner_of_lane(const subscription& lane, const crew& among) -> std::string_view {
  const bool is_canarys = lane.lane < among.share * lane.lanes / whole;
  return owner_of("lane " + lane_name(lane), is_canarys ? among.canary : among.main);
}

auto partitions_of(std::string_view node, const crew& among) -> std::vector<std::uint32_t> {
  std::vector<std::uint32_t> all;
  for (std::uint32_t partition = 0; partition < partition_count; ++partition)
    if (owner_of_partition(partition, among) == node)
      all.push_back(partition);
  return all;
}

auto canary_partitions(std::uint32_t share) -> std::uint32_t {
  return (share * partition_count + whole - 1) / whole;
}

} // namespace sinew::placement
