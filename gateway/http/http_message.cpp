// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/http_message.hpp"

#include "kernel/http_text.hpp"

#include <algorithm>

namespace sinew::gateway {

auto list_of(std::string_view value, char separator) -> std::vector<std::string_view> {
  std::vector<std::string_view> elements;
  while (!value.empty()) {
    const auto end = std::min(value.find(separator), value.size());
    if (const auto element = trimmed(value.substr(0, end)); !element.empty())
      elements.push_back(element);
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return elements;
}

} // namespace sinew::gateway
