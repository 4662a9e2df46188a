// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

// How this program was built. The source is written by cmake/write_build_facts.cmake at each build, and compiled again only
// when it has changed.
namespace sinew::bench::build_facts {

/// "GNU 12.2.0, Release, -O2"
extern const std::string_view compiler;
/// "0.1.0"
extern const std::string_view version;
/// The commit of the tree, with "+dirty" when there were changes; "unknown" outside a repository.
extern const std::string_view commit;

} // namespace sinew::bench::build_facts
