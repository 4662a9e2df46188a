// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace sinew::gateway {

/// How often each client may ask: a bucket each, which holds `burst` requests and fills at `per_second`. Of the clients that were
/// seen longest ago nothing is remembered once there are too many: they begin with a full bucket again. One thread.
class rate_limit {
 public:
  struct bounds {
    /// 0: as often as they like.
    double per_second = 100;
    double burst = 200;
    /// Remembered at once.
    std::size_t clients = 16'384;
  };
  using clock = std::chrono::steady_clock;

  explicit rate_limit(bounds b) : bounds_{b} {}

  /// Takes one request out of the client's bucket. 0: it was there. Otherwise nothing is taken, and it is there after that time.
  auto take(std::string_view client, clock::time_point now) -> clock::duration;
  [[nodiscard]] auto clients() const -> std::size_t { return seen_.size(); }

 private:
  struct bucket {
    std::string client;
    /// When it will be full, if nothing more is taken.
    clock::time_point full;
  };
  auto bucket_of(std::string_view client) -> bucket&;

  bounds bounds_;
  /// The latest first; the views point into it.
  std::list<bucket> buckets_;
  std::unordered_map<std::string_view, std::list<bucket>::iterator> seen_;
};

/// Whose bucket a request without a token is taken from. Of IPv6, it is that of the network's half of the address (64 bits): a
/// single machine has all of the other half to itself.
auto client_at(std::string_view address) -> std::string;

} // namespace sinew::gateway
