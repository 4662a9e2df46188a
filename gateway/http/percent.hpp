// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sinew::gateway {

// Percent-encoding (RFC 3986, 2.1).

/// Nothing: a percent sign encodes nothing.
auto percent_decoded(std::string_view text) -> std::optional<std::string>;

/// The same as HTML forms write it, where a plus is a blank.
auto form_decoded(std::string_view text) -> std::optional<std::string>;

/// A text as it may stand anywhere in a URL: all but the unreserved characters (RFC 3986, 2.3) is encoded.
auto percent_encoded(std::string_view text) -> std::string;

} // namespace sinew::gateway
