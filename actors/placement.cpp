// SPDX-License-Identifier: Apache-2.0
#include "actors/placement.hpp"

#include "kernel/names.hpp"

namespace sinew::placement {

namespace {

// FNV-1a tells names apart, but leaves names that differ in their last letter close together.
auto scattered(std::uint64_t x) -> std::uint64_t {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

auto weight(std::string_view node, std::string_view what) -> std::uint64_t {
  return scattered(scattered(fnv1a32(node)) + fnv1a32(what));
}

} // namespace

auto takers(const membership_view& view, std::string_view service) -> std::vector<std::string> {
  std::vector<std::string> all;
  for (const auto& r : view.nodes)
    if (r.service == service && r.state == "ready")
      all.push_back(r.node);
  return all;
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

auto partitions_of(std::string_view node, const std::vector<std::string>& nodes) -> std::vector<std::uint32_t> {
  std::vector<std::uint32_t> all;
  for (std::uint32_t partition = 0; partition < partition_count; ++partition)
    if (owner_of("partition " + std::to_string(partition), nodes) == node)
      all.push_back(partition);
  return all;
}

} // namespace sinew::placement
