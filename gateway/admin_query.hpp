// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/problem.hpp"

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace sinew::gateway {

/// What stands behind the '?' of a request to `/v1/admin`, decoded. Strict: what is not known, or stands there twice, is 400.
class admin_query {
 public:
  static auto read(std::string_view query, std::initializer_list<std::string_view> known)
      -> tl::expected<admin_query, problem>;

  /// Empty: it is not there.
  [[nodiscard]] auto text(std::string_view name) const -> std::string;
  /// `otherwise` when it is not there; 400 when it is no whole number from 1 to `most`.
  [[nodiscard]] auto number(std::string_view name, std::uint64_t otherwise, std::uint64_t most) const
      -> tl::expected<std::uint64_t, problem>;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

} // namespace sinew::gateway
