// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/canary_rule.hpp"
#include "kernel/result.hpp"

#include <string>
#include <string_view>

namespace sinew {

// The one place that says which rules there may be, whoever writes or reads them.

/// invalid_input: names the field, and what it may be.
auto check_canary_rule(const canary_rule& r) -> result<void>;

/// The JSON under the key `route.nodes.<service>` of the bucket `system`: {"variant":"b","share":10}
auto write_canary_rule(const canary_rule& r) -> std::string;
/// invalid_input: the text is no such rule; names what is wrong with it. Fields that later versions may add are passed over.
auto read_canary_rule(std::string_view text) -> result<canary_rule>;

} // namespace sinew
