// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/client/catalog.hpp"
#include "tools/client/client.hpp"

#include <map>
#include <string>

namespace sinew {

/// What the bucket `system` holds, by key.
using system_values = std::map<std::string, bytes>;
/// `with` must outlive the answer.
void ask_system(connection& with, completion<system_values> done);
/// The same, waited for.
auto read_system(client& with) -> result<system_values>;

/// The services among them. A damaged entry is left out: it must not blind every tool.
auto catalog_of(const system_values& values) -> catalog;

/// Every service that ever registered: its description and its schema. unavailable: no service has; says what to do.
auto read_catalog(client& with) -> result<catalog>;

} // namespace sinew
