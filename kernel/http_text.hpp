// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

// How HTTP compares and cuts its texts (RFC 9110, 5.6).
namespace sinew {

/// Whether two names of headers, tokens or codings are the same: ASCII letters match whatever their case.
auto same_token(std::string_view a, std::string_view b) -> bool;
/// Without blanks and tabs at its ends.
auto trimmed(std::string_view text) -> std::string_view;

} // namespace sinew
