// SPDX-License-Identifier: Apache-2.0
#include "gateway/identity/rate_limit.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>

#include <algorithm>

namespace sinew::gateway {

auto rate_limit::take(std::string_view client, clock::time_point now) -> clock::duration {
  using std::chrono::duration;
  using std::chrono::duration_cast;
  if (bounds_.per_second <= 0)
    return clock::duration::zero();
  const auto one = duration_cast<clock::duration>(duration<double>{1 / bounds_.per_second});
  const auto whole = duration_cast<clock::duration>(duration<double>{bounds_.burst / bounds_.per_second});
  auto& from = bucket_of(client);
  const auto full = std::max(from.full, now) + one;
  if (full - now > whole)
    return full - now - whole;
  from.full = full;
  return clock::duration::zero();
}

auto rate_limit::bucket_of(std::string_view client) -> bucket& {
  if (const auto known = seen_.find(client); known != seen_.end()) {
    buckets_.splice(buckets_.begin(), buckets_, known->second);
    return buckets_.front();
  }
  if (seen_.size() >= bounds_.clients) {
    seen_.erase(buckets_.back().client);
    buckets_.pop_back();
  }
  buckets_.push_front({std::string{client}, clock::time_point::min()});
  seen_.emplace(buckets_.front().client, buckets_.begin());
  return buckets_.front();
}

auto client_at(std::string_view address) -> std::string {
  const std::string text{address.substr(0, address.find('%'))}; // without the name of an interface
  in6_addr raw{};
  if (inet_pton(AF_INET6, text.c_str(), &raw) != 1)
    return fmt::format("at {}", text);
  if (IN6_IS_ADDR_V4MAPPED(&raw))
    return fmt::format("at {}", fmt::join(raw.s6_addr + 12, raw.s6_addr + 16, "."));
  return fmt::format("at {:02x}", fmt::join(raw.s6_addr, raw.s6_addr + 8, ""));
}

} // namespace sinew::gateway
