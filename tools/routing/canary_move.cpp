// SPDX-License-Identifier: Apache-2.0
#include "tools/routing/canary_move.hpp"

#include "bridge/canary_text.hpp"
#include "bridge/subjects.hpp"
#include "tools/routing/route_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sinew {

canary_move::canary_move(client& with, std::string service, std::optional<canary_rule> to)
    : with_{with}, service_{std::move(service)}, to_{std::move(to)}, members_{with.broker(), service_} {}

auto canary_move::look(std::chrono::milliseconds patience) -> result<void> {
  members_.watch([this](const membership_view& view) { seen_ = view; });
  if (with_.where().run_until([this] { return seen_.has_value(); }, patience))
    return {};
  return fail(errc::deadline_exceeded,
              fmt::format("it is not known after {} ms which nodes of {} are alive; nothing was "
                          "changed",
                          patience.count(), service_));
}

auto canary_move::is_anybody_there() const -> bool {
  return !placement::crew_of(*seen_, service_).main.empty();
}

auto canary_move::canaries() const -> std::vector<std::string> {
  std::vector<std::string> all;
  for (const auto& r : seen_->nodes)
    if (to_ && r.service == service_ && r.variant == to_->variant && r.state == "ready")
      all.push_back(r.node);
  return all;
}

auto canary_move::moving() const -> std::uint32_t {
  auto then = *seen_;
  then.canary = to_;
  const auto before = placement::crew_of(*seen_, service_);
  const auto after = placement::crew_of(then, service_);
  std::uint32_t all = 0;
  for (std::uint32_t p = 0; p < partition_count; ++p)
    all += placement::owner_of_partition(p, before) != placement::owner_of_partition(p, after) ? 1 : 0;
  return all;
}

auto canary_move::write() -> result<void> {
  const std::string kind{subject::route_of_nodes};
  if (to_)
    return store_route(with_, {kind, service_, write_canary_rule(*to_)});
  return remove_route(with_, kind, service_).and_then([this](bool was_there) -> result<void> {
    if (was_there)
      return {};
    return fail(errc::not_found, fmt::format("{} has no canary; see `sinew route ls`", service_));
  });
}

auto canary_move::await(std::chrono::milliseconds patience) -> result<void> {
  if (with_.where().run_until([this] { return is_done(); }, patience))
    return {};
  return fail(errc::deadline_exceeded,
              fmt::format("not every node of {} serves the partitions that the rule gives it after {} ms; it goes "
                          "on, `sinew cluster --watch` shows how",
                          service_, patience.count()));
}

auto canary_move::is_done() const -> bool {
  if (seen_->canary != to_)
    return false;
  const auto crew = placement::crew_of(*seen_, service_);
  return std::ranges::all_of(seen_->nodes, [&](const node_record& r) {
    return r.service != service_ || r.state != "ready" || r.partitions == placement::partitions_of(r.node, crew);
  });
}

} // namespace sinew
