// SPDX-License-Identifier: Apache-2.0
#include "gateway/strangler/switched_resource.hpp"

#include "bridge/subjects.hpp"
#include "bridge/system_surroundings.hpp"

#include <spdlog/spdlog.h>

#include <utility>

namespace sinew::gateway {

namespace {

auto entry_of(http_route route) -> std::shared_ptr<const switched_entry> {
  auto upstream = parse_http_url(route.upstream).value_or(http_url{});
  return std::make_shared<const switched_entry>(switched_entry{std::move(route), std::move(upstream)});
}

} // namespace

switched_resource::switched_resource(std::string name) : name_{std::move(name)}, report_{system_wall_clock{}.now()} {}

auto switched_resource::key() const -> std::string {
  return subject::route_key(subject::route_of_http, name_);
}

auto switched_resource::hear(std::string_view value) -> bool {
  is_known_ = true;
  if (value == heard_)
    return false;
  heard_ = value;
  entry_ = nullptr;
  fault_.clear();
  if (value.empty()) {
    spdlog::info("{}: everything is new", name_);
    return true;
  }
  auto read = parse_http_route(value);
  if (read) {
    entry_ = entry_of(std::move(*read));
    spdlog::info("{}: {}", name_, to_json(entry_->route).dump());
  } else {
    fault_ = read.error().what;
    spdlog::error("{}: everything is new, for the entry '{}' is none: {}", name_, key(), fault_);
  }
  return true;
}

void switched_resource::forget() {
  report_ = parity_report{system_wall_clock{}.now()};
}

} // namespace sinew::gateway
