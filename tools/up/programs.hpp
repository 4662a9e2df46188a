// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"

#include <compare>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// Services of the shop in the order of a wish's way through them: what `up` starts unless told otherwise.
inline constexpr std::string_view shop_services[] = {"customer",  "catalog", "cart",     "order",
                                                     "inventory", "payment", "shipping", "notification"};

/// The folder this executable lies in; the services' executables lie beside it.
auto own_folder() -> std::filesystem::path;

/// The executable of a service, `sinew-order`. not_found: there is none beside `sinew`; lists those that are.
auto service_program_path(std::string_view service) -> result<std::filesystem::path>;

struct version {
  int major = 0;
  int minor = 0;
  int patch = 0;
  auto operator<=>(const version&) const = default;
};

/// "nats-server: v2.15.1" -> 2.15.1. invalid_input when there is no version in the text.
auto parse_version(std::string_view text) -> result<version>;

/// The first nats-server that guards writes on wildcards, keeps schedules and commits batches.
inline constexpr version oldest_nats_server{2, 14, 0};

/// A nats-server new enough for us: `$NATS_SERVER`, then `.deps/bin` in a folder above this executable, then PATH.
/// not_found: there is none. rejected_by_broker: the one found is too old. Both say what to do.
auto find_nats_server() -> result<std::filesystem::path>;

} // namespace sinew
