// SPDX-License-Identifier: Apache-2.0
#include "gateway/strangler/side_choice.hpp"

#include "kernel/uuid.hpp"

namespace sinew::gateway {

namespace {

/// The one of a hundred parts that the id is in: an id is new once the share is above its part.
auto part_of(std::string_view id) -> unsigned {
  return static_cast<unsigned>(derived_uuid({}, id).low % 100);
}

auto usual_side(const http_route& by) -> http_side {
  switch (by.mode) {
    case http_route::way::legacy: return http_side::legacy;
    case http_route::way::modern: return http_side::modern;
    case http_route::way::both: break;
  }
  return by.answer;
}

} // namespace

auto side_of(const http_route& by, std::string_view id) -> http_side {
  if (id.empty())
    return usual_side(by);
  if (const auto exception = by.ids.find(id); exception != by.ids.end())
    return exception->second;
  if (!by.new_share)
    return usual_side(by);
  return part_of(id) < *by.new_share ? http_side::modern : http_side::legacy;
}

} // namespace sinew::gateway
