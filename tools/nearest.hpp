// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// The candidate that a person who typed `word` most likely meant; empty when none is near. Edit distance
/// (Levenshtein).
auto nearest(std::string_view word, const std::vector<std::string>& candidates) -> std::string;

/// "; did you mean 'x'?" or nothing.
auto did_you_mean(std::string_view word, const std::vector<std::string>& candidates) -> std::string;

} // namespace sinew
