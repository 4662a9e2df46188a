// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/bytes.hpp"

#include <string>
#include <vector>

namespace test {

/// Why bytes written with the binary schema `released` could not be read with `current`, or the names that people and tools
/// use would break; see schemas/README.md. One sentence each; empty: the new schema may be released.
///
/// Stricter than `flatc --conform`, which lets pass: removed tables and last fields, new names, new required fields, changed
/// structs and changed identifiers.
auto broken_promises(sinew::bytes_view released, sinew::bytes_view current) -> std::vector<std::string>;

} // namespace test
