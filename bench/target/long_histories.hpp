// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/scenario.hpp"
#include "tools/client/catalog.hpp"

#include <cstdint>
#include <string>

namespace sinew::bench {

/// Account `number` with as many deposits of such a payload as `what` says, and nothing else: `bench-100x256-0007`. Other
/// loads have other accounts, so that what was prepared for one is good for ever. All names of a load are of one length.
auto account_with_history(const load& what, std::size_t number) -> std::string;

/// Events of each such account: its opening and its deposits. That is its newest version.
auto events_of_history(const load& what) -> std::uint64_t;

/// Sees to it that the accounts 0 … `what.aggregates`-1 exist, each event in a message of its own. What is there already is not
/// made again. Shows progress. rejected_by_broker: somebody else has used one of the accounts. Other errors as for
/// `open_accounts` and `deposit_command`.
auto prepare_histories(const surroundings& in, const service_card& owner, const load& what) -> result<void>;

} // namespace sinew::bench
