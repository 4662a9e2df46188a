// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/http_message.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace sinew::gateway {

/// What is wrong with a request, or with us, as RFC 9457 has it. Programs read `code`, people `detail`.
struct problem {
  unsigned status = 500;
  /// A word for machines, always the same for one kind of problem; becomes the `type` "urn:sinew:problem:<code>".
  std::string code;
  /// One sentence on this very occurrence. Never secrets of ours: it goes to whoever asked.
  std::string detail;
  /// Which field or header is at fault: "lines[0].quantity".
  std::string field = {};
  /// When to try again, at the earliest.
  std::optional<std::chrono::seconds> retry_after = {};
};

/// The answer that tells of it; `instance` is the path that was asked for.
auto to_response(const problem& what, std::string_view instance) -> http_response;

} // namespace sinew::gateway
