// SPDX-License-Identifier: Apache-2.0
#include "gateway/lists/query_string.hpp"

#include "gateway/http/http_message.hpp"
#include "gateway/http/percent.hpp"

namespace sinew::gateway {

namespace {

constexpr std::size_t most_parts = 64;

} // namespace

auto parts_of_query(std::string_view query) -> result<std::vector<std::string>> {
  std::vector<std::string> parts;
  for (const auto part : list_of(query, '&')) {
    auto plain = form_decoded(part);
    if (!plain)
      return fail(errc::invalid_input, "the query: a percent sign in it encodes nothing");
    if (parts.size() == most_parts)
      return fail(errc::invalid_input, "the query: has too many parts");
    parts.push_back(std::move(*plain));
  }
  return parts;
}

} // namespace sinew::gateway
