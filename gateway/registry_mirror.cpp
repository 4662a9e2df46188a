// SPDX-License-Identifier: Apache-2.0
#include "gateway/registry_mirror.hpp"

#include "bridge/subjects.hpp"

#include <spdlog/spdlog.h>

namespace sinew::gateway {

namespace {

constexpr std::chrono::seconds pause_before_reading_again{1};

} // namespace

registry_mirror::registry_mirror(client& with) : with_{with} {}

auto registry_mirror::start(std::function<void()> changed) -> result<void> {
  changed_ = std::move(changed);
  auto watched =
      with_.broker().subscribe(subject::bucket_keys(subject::system_bucket), {}, [this](const broker_message& m) {
        take({{std::string{subject::key_in_bucket(subject::system_bucket, m.subject())}, copy_of(m.body())}});
      });
  with_.broker().on_state([this](connection::state s) {
    if (s == connection::state::connected) // what was said meanwhile was not heard
      read();
  });
  read();
  return watched.map([](auto) {});
}

void registry_mirror::read() {
  ask_system(with_.broker(), [this](result<system_values> found) {
    if (found)
      return take(std::move(*found));
    spdlog::warn("cannot read the registry: {}", to_string(found.error()));
    if (with_.broker().is_connected())
      with_.where().after(pause_before_reading_again, [this] { read(); });
  });
}

void registry_mirror::take(system_values now) {
  now.merge(values_);
  values_ = std::move(now);
  known_ = std::make_shared<const catalog>(catalog_of(values_));
  changed_();
}

} // namespace sinew::gateway
