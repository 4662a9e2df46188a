// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/dependency.hpp"

#include <string>

namespace CLI {
class App;
}

namespace shop {

/// Adds the thresholds of the guard around one outside party to a program's options, as `--<party>-failures` and the
/// like, bound to `to`, which must outlive the parsing. `party` is the name of the option with its address:
/// "card-provider".
void bind_guard_options(CLI::App& app, const std::string& party, sinew::dependency_options& to);

/// What is wrong with them, all at once; empty when nothing is.
auto faults_of(const sinew::dependency_options& options) -> std::string;

} // namespace shop
