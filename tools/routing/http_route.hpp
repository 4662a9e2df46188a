// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// The two systems that can serve an aggregate over HTTP: the one that is being replaced, and this one ("new").
enum class http_side : std::uint8_t { legacy, modern };

/// "legacy", "new"
auto to_string(http_side side) -> std::string_view;

/// Who serves one HTTP resource: the value of the key `route.http.<resource>` in the bucket `system`, as JSON. Without one,
/// everything is new. gateway/README.md says what each member leads to.
///   {"upstream":"http://127.0.0.1:8099","mode":"legacy","new_share":25,"ids":{"o-1":"legacy"}}
struct http_route {
  /// How many ids and ignored members one may name, and how large it may be as JSON, in bytes.
  static constexpr std::size_t most_ids = 1'000;
  static constexpr std::size_t most_ignored = 100;
  static constexpr std::size_t largest = 256 * 1024;

  /// One side serves, or both do and their answers are compared.
  enum class way : std::uint8_t { legacy, modern, both };

  way mode = way::modern;
  /// Where the legacy system is: `http://host[:port][/base]`; empty only where nothing can go there.
  std::string upstream = {};
  /// Of `both`: whose answer the client gets.
  http_side answer = http_side::legacy;
  /// Percent of the ids whose answer is the new side's, 0 … 100; of the others it is the legacy side's. Not set: `mode` and `answer` say.
  std::optional<unsigned> new_share = {};
  /// Exceptions: the side of single ids.
  std::map<std::string, http_side, std::less<>> ids = {};
  /// Of `both`: members that are not compared, with all below them, as JSON pointers (RFC 6901); `*` is any member.
  std::vector<std::string> ignore = {};
  /// Whether the legacy system gets the caller's token, too.
  bool pass_token = false;

  auto operator==(const http_route&) const -> bool = default;
};

/// "legacy", "new", "both"
auto to_string(http_route::way mode) -> std::string_view;

/// The one place that says what a good entry is. invalid_input: a sentence that begins with the member at fault.
auto read_http_route(const nlohmann::ordered_json& from) -> result<http_route>;
/// The same for what a bucket holds.
auto parse_http_route(std::string_view json) -> result<http_route>;
/// What `read_http_route` reads; without what was left to its default.
auto to_json(const http_route& route) -> nlohmann::ordered_json;

} // namespace sinew
