// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/problem.hpp"
#include "tools/transcode/payload_reader.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace sinew::gateway {

/// One version of the interface, as data: where its paths begin, and what it writes otherwise than the services do. What a resource
/// is and does is the same in all versions; this is the glass in between. Resources of several versions stand side by side, and what
/// was made through one is seen through the others.
struct api_version {
  std::string_view name; // "v1": of paths that begin with "/v1"
  /// Rewrites what is shown; not set: it is shown as the services tell it.
  std::function<void(ordered_json& made)> show = {};
  /// Rewrites what was sent into what the services take, or says which field is wrong.
  std::function<std::optional<problem>(ordered_json& sent)> read = {};
  /// The table that it writes otherwise, and how: the schema of one, made of the services'. Only with both of the above.
  std::string_view table = {};
  std::function<ordered_json(const ordered_json& schema)> describe = {};

  /// "/v1/orders"
  [[nodiscard]] auto path(std::string_view resources) const -> std::string;
};

/// `/v1`: as the services write it, amounts of money in the smallest unit: {"units":1250,"currency":"EUR"}.
auto first_version() -> const api_version&;

/// `/v2`: amounts as people write them: {"amount":"12.50","currency":"EUR"}. Whoever shows or types one need not know how many digits
/// a currency has, and text is never rounded by a reader whose numbers are floating.
auto second_version() -> const api_version&;

} // namespace sinew::gateway
