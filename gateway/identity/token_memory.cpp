// SPDX-License-Identifier: Apache-2.0
#include "gateway/identity/token_memory.hpp"

#include <utility>

namespace sinew::gateway {

namespace {

constexpr std::size_t most_known = 4096;

} // namespace

auto token_memory::find(std::string_view token, const std::shared_ptr<const key_set>& keys) -> const claims* {
  renew(keys);
  const auto found = known_.find(sha256(token));
  return found == known_.end() ? nullptr : &found->second;
}

void token_memory::remember(std::string_view token, const std::shared_ptr<const key_set>& keys, claims good) {
  renew(keys);
  if (known_.size() >= most_known)
    known_.clear();
  known_.insert_or_assign(sha256(token), std::move(good));
}

void token_memory::renew(const std::shared_ptr<const key_set>& keys) {
  if (keys_ == keys)
    return;
  known_.clear();
  keys_ = keys;
}

} // namespace sinew::gateway
