// SPDX-License-Identifier: Apache-2.0
#include "services/outside/http_line.hpp"

#include <random>

namespace shop {

http_line::http_line(std::string party, http_client_options client, const sinew::dependency_options& guard,
                     sinew::loop& where, sinew::poster post)
    : post_{post},
      client_{std::move(client), std::move(post)},
      guard_{std::move(party), guard, where, std::random_device{}()} {}

auto http_line::time_left(const sinew::deadline_budget& budget) -> std::chrono::milliseconds {
  return budget.left(std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now()));
}

} // namespace shop
