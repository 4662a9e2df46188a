// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/simulation/auditor.hpp"

namespace simulation {

/// A no must have been right at some moment between question and answer. Precondition: it was a no.
auto is_just(const evidence& seen, const asked& a) -> bool;

/// A yes without an event says "already so": then it must have been so at some moment between question and answer.
auto was_so_already(const evidence& seen, const asked& a) -> bool;

} // namespace simulation
