// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/client/catalog.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace sinew {

/// The entries of an envelope as CloudEvents 1.0 (JSON event format): the standard attributes, our extension attributes
/// `version`, `position`, `correlationid`, `causationid`, `actor`, `traceparent` where known, and the decoded `data`.
/// Commands carry no version. `position` is the sequence in the service's stream; 0: not known.
///
/// Takes anything: what cannot be decoded becomes one object which says so, with the first bytes in hex:
/// {"undecodable":true,"subject":…,"reason":…,"size":…,"head_hex":…}
auto cloud_events(const catalog& known, std::string_view subject, bytes_view body, std::uint64_t position = 0)
    -> std::vector<ordered_json>;

/// The object for bytes that mean nothing to us.
auto undecodable(std::string_view subject, std::string_view reason, bytes_view body) -> ordered_json;

} // namespace sinew
