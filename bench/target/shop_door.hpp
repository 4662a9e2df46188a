// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/http/http_lines.hpp"
#include "bench/scenario.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace sinew::bench {

/// A gateway that was found, and what opens it.
struct shop_door {
  std::unique_ptr<http_lines> lines;
  std::string token; // empty: nobody knows one
};

/// The gateway that the options name, or the one that `sinew up` runs on the same broker. invalid_input: the address is none.
auto find_door(const surroundings& in) -> result<shop_door>;

/// A route of every gateway that does nothing.
inline constexpr std::string_view static_path = "/healthz";

/// Whether it answers, and as a gateway does. Errors say what is not so, and what to do.
auto check_is_gateway(const surroundings& in, const shop_door& door) -> result<void>;
/// Whether customer 0, who is registered on this broker, can be changed through it: it takes the token, and serves that broker's system.
/// Errors likewise.
auto check_change(const surroundings& in, const shop_door& door) -> result<void>;

} // namespace sinew::bench
