// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/api_version.hpp"
#include "tools/transcode/payload_reader.hpp"

#include <string>
#include <string_view>

namespace sinew::gateway {

/// Whether nothing happens to an order any more after an event of that name.
auto ends_an_order(std::string_view event) -> bool;

/// Whether an order, as HTTP shows it, is one to which nothing happens any more.
auto has_ended(const ordered_json& resource) -> bool;

/// "/v1/orders/o-1"
auto order_path(std::string_view id, const api_version& in = first_version()) -> std::string;

/// Makes an event's data fit to be shown outside: of a card's number it leaves the last four characters, and a deadline
/// becomes a time that people and JavaScript can read.
void make_public(ordered_json& data);

} // namespace sinew::gateway
