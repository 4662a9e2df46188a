// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/routing/route_store.hpp"
#include "tools/verb.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace sinew {

// What `sinew route` is made of: for each kind of row a file of its own, which declares the word that writes such rows and
// says how people read them and take them out.

/// What runs once the command line is read; set by the word that was chosen.
using route_choice = std::shared_ptr<verb_action>;

/// Takes one row of that kind out. `wait` is a duration as text, for kinds whose removal takes a while.
using route_drop = std::function<exit_code(client& with, const std::string& name, const std::string& wait,
                                           const common_options& common, const terminal& where)>;

/// `sinew route canary SERVICE --to VARIANT --share PERCENT`
void declare_route_canary(CLI::App& route, const route_choice& chosen);
/// The row's value in words. invalid_input: it is no rule, and counts as none.
auto explain_canary(std::string_view value) -> result<std::string>;
/// Takes the rule out, and waits for `wait` (a duration as text) until the nodes serve without it.
auto drop_canary(client& with, const std::string& service, const std::string& wait, const common_options& common,
                 const terminal& where) -> exit_code;

/// `sinew route http RESOURCE --mode legacy --upstream URL`
void declare_route_http(CLI::App& route, const route_choice& chosen);
auto explain_http(std::string_view value) -> result<std::string>;
/// Gateways hear of it at once: nothing is waited for.
auto drop_http(client& with, const std::string& resource, const std::string& wait, const common_options& common,
               const terminal& where) -> exit_code;
/// `sinew route parity RESOURCE`: what gateways have compared.
void declare_route_parity(CLI::App& route, const route_choice& chosen);

} // namespace sinew
