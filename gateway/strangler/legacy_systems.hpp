// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/dependency.hpp"
#include "gateway/guarded_services.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/upstream_client.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <tl/expected.hpp>

namespace sinew::gateway {

/// How another server is asked: `upstream_client::send`.
using upstream_sender =
    std::function<void(upstream_request, std::chrono::milliseconds, std::function<void(upstream_outcome)>)>;

/// Whether it says that it, or what is behind it, is away (502, 503, 504). That tells nothing of what it would have said.
auto says_it_is_away(const http_response& answer) -> bool;

/// The way to the legacy systems: a guard of its own around each (dependency.hpp), as around services; and another one around what is asked
/// only to be compared, which takes no place from clients. Loop's thread.
class legacy_systems {
 public:
  enum class purpose : std::uint8_t { answer, comparison };
  /// Its answer as it came, or what the client is to be told: 502 `upstream_failed`, 503 with Retry-After while it is left alone or has
  /// too much to do, 504. The log says more.
  using outcome = tl::expected<http_response, problem>;

  /// `with` must outlive it, and it the loop's last turn. Bounds are those of a service.
  legacy_systems(client& with, guarded_services::bounds bounds, upstream_sender send);

  /// Asks, for at most about `patience`. An answer that says that it is away counts against it, and no other.
  void ask(upstream_request what, purpose why, std::chrono::milliseconds patience, std::function<void(outcome)> done);

  /// Forgets those that are not used any more, unless calls to them are under way.
  void keep_only(const std::function<bool(const std::string& authority)>& is_used);
  /// Those that were asked for something, by name: "legacy 127.0.0.1:8099".
  void visit(const std::function<void(const std::string& name, const dependency_status& how)>& each) const;

 private:
  struct line {
    std::unique_ptr<dependency> guard;
    /// Calls that have not ended.
    std::shared_ptr<std::size_t> pending = std::make_shared<std::size_t>(0);
  };
  using lines = std::map<std::string, line>; // by authority

  auto line_to(const std::string& authority, purpose why) -> line&;

  client& with_;
  guarded_services::bounds bounds_;
  upstream_sender send_;
  lines for_answers_;
  lines for_comparison_;
};

} // namespace sinew::gateway
