// SPDX-License-Identifier: Apache-2.0
#include "gateway/command_door.hpp"

#include <fmt/format.h>

namespace sinew::gateway {

auto command_door::write(const asked_command& what) -> result<message> {
  return writer_for(what).and_then([&](command_writer* writer) {
    const auto now = std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now());
    return writer->write(what.id, what.fields, what.command_id, now, now + patience_, what.actor, what.trace);
  });
}

auto command_door::writer_for(const asked_command& what) -> result<command_writer*> {
  if (made_for_ != known_.current()) {
    writers_.clear(); // they point into the catalog
    made_for_ = known_.current();
  }
  const auto name = fmt::format("{}.{}{}", what.aggregate, what.command, what.time_hops ? ", timed" : "");
  if (const auto found = writers_.find(name); found != writers_.end())
    return &found->second;
  const auto* owner = made_for_->owner_of(what.aggregate);
  if (owner == nullptr)
    return fail(errc::unavailable, fmt::format("no service has registered for {}s", what.aggregate));
  return command_writer::open(*owner, {what.aggregate, what.command, {}, what.time_hops}).map([&](command_writer made) {
    return &writers_.emplace(name, std::move(made)).first->second;
  });
}

} // namespace sinew::gateway
