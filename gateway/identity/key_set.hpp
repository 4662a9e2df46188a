// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/identity/public_key.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace sinew::gateway {

/// The keys whose signatures count: a JSON Web Key Set (RFC 7517, 5).
class key_set {
 public:
  /// Keys that are for something else are left out. invalid_input: no such set, a key that is no good, two of one name, or none
  /// of use.
  static auto parse(std::string_view json) -> result<key_set>;

  /// Null: there is none of that name.
  [[nodiscard]] auto find(std::string_view id) const -> const public_key*;
  [[nodiscard]] auto size() const -> std::size_t { return keys_.size(); }

 private:
  std::map<std::string, public_key, std::less<>> keys_;
};

} // namespace sinew::gateway
