// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/identity/claims.hpp"
#include "gateway/identity/key_set.hpp"
#include "gateway/identity/sha256.hpp"

#include <map>
#include <memory>
#include <string_view>

namespace sinew::gateway {

/// Tokens that were found good: to verify a signature takes longer than all else that a request costs. A token is known by its
/// hash, letter by letter, for as long as the keys are those of then; its times are to be judged each time. One thread.
class token_memory {
 public:
  /// Null: nothing is known of it.
  auto find(std::string_view token, const std::shared_ptr<const key_set>& keys) -> const claims*;
  /// When many are known, all of them are forgotten first.
  void remember(std::string_view token, const std::shared_ptr<const key_set>& keys, claims good);

 private:
  void renew(const std::shared_ptr<const key_set>& keys);

  std::shared_ptr<const key_set> keys_;
  std::map<sha256_hash, claims> known_;
};

} // namespace sinew::gateway
