// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/http_message.hpp"
#include "schemas/message.hpp"
#include "tools/transcode/payload_reader.hpp"

#include <string>
#include <string_view>

namespace sinew::gateway {

/// An aggregate as HTTP shows it, made of the answer of `ask_state`: its id, version and position, then the fields of its state,
/// without those that are empty; a deadline as a time that people and JavaScript can read.
///   {"id":…,"version":2,"position":…,"stage":"confirmed","customer":…,"total":{…},"deadline":"2026-11-25T10:00:30.000Z"}
auto flat_resource(const ordered_json& answer) -> ordered_json;

/// What a command that was accepted is answered with.
auto receipt_resource(std::string_view id, const receipt& how) -> ordered_json;

/// Nanoseconds since 1970, which are more than a number in JavaScript holds, as a time of RFC 3339.
auto as_time(const ordered_json& nanoseconds) -> std::string;

/// An answer with a JSON body that no cache may keep.
auto json_response(unsigned status, const ordered_json& body, http_headers more = {}) -> http_response;

/// How far a service's log goes, for who wants to read what they have just written: `Sinew-Position`.
auto position_header(const ordered_json& of) -> http_header;

/// A resource with its version as ETag, and its position: 200.
auto whole(const ordered_json& resource, http_headers more = {}) -> http_response;
/// The same for who may know it already: 304 where `if_none_match` names its version (RFC 9110, 13.1.2).
auto whole_unless_known(const ordered_json& resource, std::string_view if_none_match) -> http_response;

} // namespace sinew::gateway
