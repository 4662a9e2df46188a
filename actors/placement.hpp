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
// It is a hint. Two nodes that see different others may both believe that they own a thing; the guard of the append is
// what keeps them from harm.
namespace sinew::placement {

/// The nodes of `service` that take a share, ascending: those that are ready.
auto takers(const membership_view& view, std::string_view service) -> std::vector<std::string>;

/// Which of `nodes` has the thing called `what`; empty when there is no node.
auto owner_of(std::string_view what, const std::vector<std::string>& nodes) -> std::string_view;

/// The partitions that `node` has among `nodes`, ascending; none when it is not one of them.
auto partitions_of(std::string_view node, const std::vector<std::string>& nodes) -> std::vector<std::uint32_t>;

} // namespace sinew::placement
