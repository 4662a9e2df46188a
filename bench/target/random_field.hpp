// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace sinew::bench {

/// What stands for `{{…}}` in a template: another value each time. Drawn from a seed, so that they are the same in each run;
/// only `uuid` is new for ever, so that what it names can be made again and again. One thread.
struct random_field {
  /// Puts the next value behind `to`.
  std::function<void(std::string& to)> draw;
  /// Bytes of the longest value.
  std::size_t longest = 0;
};

/// The field that `text` describes: "int 1 500". invalid_input: what is wrong, and what may stand there.
auto parse_random_field(std::string_view text, std::uint64_t seed) -> result<random_field>;

/// All kinds of fields, one a line, for the help.
auto random_fields_text() -> std::string;

} // namespace sinew::bench
