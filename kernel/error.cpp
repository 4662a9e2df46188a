// SPDX-License-Identifier: Apache-2.0
#include "kernel/error.hpp"

namespace sinew {

auto to_string(errc code) -> std::string_view {
  switch (code) {
    case errc::invalid_input: return "invalid_input";
    case errc::unknown_type: return "unknown_type";
    case errc::not_found: return "not_found";
    case errc::conflict: return "conflict";
    case errc::outcome_unknown: return "outcome_unknown";
    case errc::overloaded: return "overloaded";
    case errc::unavailable: return "unavailable";
    case errc::deadline_exceeded: return "deadline_exceeded";
    case errc::rejected_by_broker: return "rejected_by_broker";
    case errc::system_failure: return "system_failure";
  }
  return "unknown";
}

auto to_string(const error& e) -> std::string {
  return std::string{to_string(e.code)} + ": " + e.what;
}

} // namespace sinew
