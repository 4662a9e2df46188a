// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"

#include <string>
#include <string_view>

namespace sinew {

/// The JSON under a node's key in the bucket `nodes`.
auto write_node_record(const node_record& r) -> std::string;
/// invalid_input: the text is no such record. What earlier versions did not write may be missing.
auto read_node_record(std::string_view json) -> result<node_record>;

} // namespace sinew
