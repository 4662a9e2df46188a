// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/App.hpp>
#include <CLI/Validators.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace sinew {

// What options are checked with, so that a slip is answered by a sentence instead of a type's name.

/// The word is one of these. Otherwise: "'pink' is none of auto, always, never", and what may have been meant.
auto one_of(std::vector<std::string> words) -> CLI::Validator;

/// A whole number from `least` to `most`. Otherwise: "'0' is no <what>".
auto whole_number(std::uint64_t least, std::uint64_t most, std::string what) -> CLI::Validator;

/// What to do about words that `app` does not know, once it has failed to parse them: names the nearest option or, where
/// verbs follow, the nearest verb. Empty: nothing to add.
auto advice_about_unknown(const CLI::App& app) -> std::string;

} // namespace sinew
