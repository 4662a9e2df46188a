// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Who of a service's nodes does what, of all that they share out among themselves: partitions of its aggregates, lanes of
// its subscriptions. Pure.
//
// By rendezvous hashing ("highest random weight"; Thaler and Ravishankar, "Using name-based mappings to increase hit
// rates", IEEE/ACM Transactions on Networking 6(1), 1998): each node weighs each thing by a hash of both names, and the
// heaviest has it. So nodes that see the same others agree without a word; who comes takes only what it now weighs most
// for; who goes leaves what it had to the next heaviest, and nothing else moves.
//
// A canary_rule puts a choice of partitions before that: those have the nodes of its variant, all others those of `main`. A
// partition's turn never changes, so a share that grows only adds partitions, and one that shrinks only gives some back. All
// services have the same turns: an order and its payment, which have one id, go to the canaries of both.
// A lane is not cut: of several lanes the first go over, as many as the share covers whole; a single one only with 100 %.
// Where a variant has no node, `main` serves; where that has none either, whoever is there: no rule leaves work to nobody.
//
// It is a hint. Two nodes that see different others, or different rules, may both believe that they own a thing; the guard
// of the append is what keeps them from harm.
namespace sinew::placement {

/// Among whom things are shared out. Each list is empty only when no node is ready.
struct crew {
  std::vector<std::string> main = {};   // who have what no rule gives away
  std::vector<std::string> canary = {}; // who have the canary's share
  std::uint32_t share = 0;              // percent that is the canary's
};
/// The nodes of `service` that take a share: those that are ready.
auto crew_of(const membership_view& view, std::string_view service) -> crew;

/// Which of `nodes` has the thing called `what`; empty when there is no node.
auto owner_of(std::string_view what, const std::vector<std::string>& nodes) -> std::string_view;

/// Who has a partition (0 … 63), or a lane; empty when there is no node.
auto owner_of_partition(std::uint32_t partition, const crew& among) -> std::string_view;
auto owner_of_lane(const subscription& lane, const crew& among) -> std::string_view;
/// The partitions that `node` has, ascending; none when it is not one of them.
auto partitions_of(std::string_view node, const crew& among) -> std::vector<std::uint32_t>;

/// How many partitions a share of so many percent is: at least one, unless it is 0.
auto canary_partitions(std::uint32_t share) -> std::uint32_t;

} // namespace sinew::placement
