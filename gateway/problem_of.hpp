// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/problem.hpp"
#include "kernel/error.hpp"
#include "schemas/message.hpp"

namespace sinew::gateway {

/// The one table that says which status tells of which of the world's noes:
/// 400 what was sent is wrong; 404 there is no such thing; 409 somebody else was first; 502 a part of the system does not
/// understand another; 503 + Retry-After nobody serves it, or too much waits; 504 it may have happened, or came too late; 500 this
/// machine is at fault. What is wrong inside (502, 500) goes to the log and not to whoever asked.
auto problem_of(const error& why) -> problem;

/// The same for a command that was answered. Precondition: it was not accepted.
/// 409 the domain says no: `code` is the refusal's name. 422 the input is at fault, though well-formed. 504 too late. 503 later.
auto problem_of(const receipt& how) -> problem;

/// The field that a sentence such as "lines[0].quantity: expected …" or "quantity must be …" begins with; empty: none.
auto field_in(std::string_view sentence) -> std::string;

} // namespace sinew::gateway
