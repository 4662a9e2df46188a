// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace sinew::gateway {

/// So many of a currency's smallest unit, as people write it: (1250, "EUR") is "12.50", (1250, "JPY") is "1250". Digits behind the
/// point as ISO 4217 has them; two for a code that it does not know.
auto decimal_of(std::int64_t units, std::string_view currency) -> std::string;

/// The way back. "12.5" and "12" are fine; a sign in front of what is less than nothing, no other, no zeros in front, no exponents.
/// invalid_input says what was expected: not that, more digits than the currency has, or more than 64 bits hold.
auto units_of(std::string_view decimal, std::string_view currency) -> result<std::int64_t>;

} // namespace sinew::gateway
