// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/bytes.hpp"
#include "tools/client/client.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace sinew {

/// What any instance of a service is asked.
struct service_query {
  std::string service;
  std::string query; // last token of its subject
  bytes body;
  /// One attempt waits no longer: whoever was asked may have died since.
  std::chrono::milliseconds attempt{3'000};
  /// Whether an answer says "not now": then it is asked again, perhaps of another instance. Null: no answer does.
  std::function<bool(bytes_view answer)> is_passing;
};

/// Asks, again while nobody answers, or the answer passes, for as long as `patience`; then the last word counts. Loop's thread;
/// `with` must outlive the answer. unavailable, outcome_unknown, overloaded: nobody answered in time.
void ask_service(client& with, service_query what, std::chrono::milliseconds patience, completion<bytes> done);

/// Whether an error may be another one in a moment.
auto is_passing(errc code) -> bool;

/// "not_found: there is no order o-9" -> the error it was, as services write it into their answers.
auto read_error(std::string_view text) -> error;

} // namespace sinew
