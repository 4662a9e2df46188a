// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/client/client.hpp"
#include "tools/cluster/cluster_view.hpp"

namespace sinew {

/// Asks registry, nodes and broker for all that `sinew cluster` shows. A part that cannot be had is left empty; a node
/// that does not answer within half a second is shown without what only it knows. Loop's thread; `with` must outlive the
/// answer. unavailable: no service has ever registered, or the broker does not answer.
void ask_cluster(connection& with, completion<cluster_facts> done);
/// The same, waited for.
auto read_cluster(client& with) -> result<cluster_facts>;

} // namespace sinew
