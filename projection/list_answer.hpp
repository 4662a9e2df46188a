// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/bytes.hpp"
#include "projection/row_lister.hpp"

#include <chrono>

namespace sinew {

/// The body of an answer with rows, and of one that says what is wrong.
auto list_answer(const list_page& page) -> bytes;
/// Errors that pass say when to ask again.
auto list_answer(const error& why) -> bytes;

} // namespace sinew
