// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/http_message.hpp"
#include "schemas/message.hpp"
#include "tools/transcode/payload_reader.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sinew::gateway {

/// The events after which nothing happens to an order any more.
auto last_events_of_an_order() -> const std::vector<std::string>&;
auto ends_an_order(std::string_view event) -> bool;

/// An order as HTTP shows it, made of the answer of `ask_state`:
///   {"id":…,"version":2,"position":…,"stage":"confirmed","customer":…,"total":{…},"deadline":"2026-11-25T10:00:30.000Z"}
/// with "code" where it was cancelled.
auto order_resource(const ordered_json& state) -> ordered_json;
/// Whether such a resource is one to which nothing happens any more.
auto has_ended(const ordered_json& resource) -> bool;

/// What a command that was accepted is answered with.
auto receipt_resource(std::string_view id, const receipt& how) -> ordered_json;

/// "/v1/orders/o-1"
auto order_path(std::string_view id) -> std::string;

/// Makes an event's data fit to be shown outside: of a card's number it leaves the last four characters, and a deadline
/// becomes a time that people and JavaScript can read.
void make_public(ordered_json& data);

/// An answer with a JSON body that no cache may keep.
auto json_response(unsigned status, const ordered_json& body, http_headers more = {}) -> http_response;

} // namespace sinew::gateway
