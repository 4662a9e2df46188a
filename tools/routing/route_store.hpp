// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bridge/connection.hpp"
#include "tools/client/client.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// A row of the system's table of routes: which part of some traffic goes elsewhere. It stands in the bucket `system` as
/// `route.<kind>.<name>`, so that it outlives whoever wrote it, and whoever it concerns hears at once of a change.
struct route_row {
  std::string kind;  // a valid name: `nodes` (which nodes of a service serve) …
  std::string name;  // a valid name: of the service …
  std::string value; // JSON, as it is stored; who reads it judges it

  auto operator==(const route_row&) const -> bool = default;
};

// Loop's thread; `with` must outlive the answer. unavailable, outcome_unknown: the broker is away, or did not answer in time.

/// All rows, by kind and name. Of a bucket that lies on several servers, one that lags may answer: for looking, not for deciding.
void ask_routes(connection& with, completion<std::vector<route_row>> done);
/// Writes one row, over what was there. Done once it is stored.
void store_route(connection& with, const route_row& what, completion<void> done);
/// Takes one row out. False: there was none.
void remove_route(connection& with, std::string_view kind, std::string_view name, completion<bool> done);

/// The same, waited for.
auto read_routes(client& with) -> result<std::vector<route_row>>;
auto store_route(client& with, const route_row& what) -> result<void>;
auto remove_route(client& with, const std::string& kind, const std::string& name) -> result<bool>;

} // namespace sinew
