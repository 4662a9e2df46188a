// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/service.hpp"
#include "bridge/connection.hpp"
#include "bridge/topology.hpp"

#include <string>
#include <string_view>
#include <vector>

// What all parts of a system must know of each other, in the key-value bucket `system`: durability, number of partitions,
// and each service's description and binary schema, with which any tool decodes any event.
namespace sinew::registry {

/// Writes what `s` says of itself; the latest version of a service wins.
void publish(connection& with, const service& s, completion<void> done);

/// The first service writes durability and partition count, all others must agree. rejected_by_broker: they do not; the
/// text has both values. unavailable: another node is settling it at this moment; ask again.
void agree(connection& with, topology::durability label, completion<void> done);

/// Writes `ours` under `key` of the bucket `system` if nothing is there. rejected_by_broker: it has another value; the text
/// has both.
void settle(connection& with, std::string_view key, std::string ours, completion<void> done);

/// Writes `value` under `key` of the bucket `system`, whatever is there. Done once it is stored.
void write(connection& with, std::string_view key, std::string_view value, completion<void> done);
/// Takes a key out; who watches the bucket hears an empty value with the header `KV-Operation`. Done also when there was
/// none.
void erase(connection& with, std::string_view key, completion<void> done);

/// One key and its value, as stored.
struct entry {
  std::string key;
  bytes value;
};
/// Everything in a bucket (`subject::system_bucket`, `subject::nodes_bucket`), in the order of storing. unavailable: there
/// is no such bucket (yet).
void read_all(connection& with, std::string_view bucket, completion<std::vector<entry>> done);

} // namespace sinew::registry
