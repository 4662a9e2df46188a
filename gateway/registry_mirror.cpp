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
        on_news(std::string{subject::key_in_bucket(subject::system_bucket, m.subject())}, copy_of(m.body()));
      });
  with_.broker().on_state([this](connection::state s) {
    if (s == connection::state::connected) // what was said meanwhile was not heard
      read();
  });
  read();
  return watched.map([](auto) {});
}

void registry_mirror::read() {
  news_.clear();
  ask_system(with_.broker(), [this](result<system_values> found) {
    if (found)
      return on_read(std::move(*found));
    spdlog::warn("cannot read the registry: {}", to_string(found.error()));
    if (with_.broker().is_connected())
      with_.where().after(pause_before_reading_again, [this] { read(); });
  });
}

void registry_mirror::on_news(std::string key, bytes value) {
  news_[key] = value;
  values_[std::move(key)] = std::move(value);
  renew();
}

void registry_mirror::on_read(system_values found) {
  has_read_ = true;
  values_ = news_;
  values_.merge(found);
  renew();
}

void registry_mirror::renew() {
  known_ = std::make_shared<const catalog>(catalog_of(values_));
  changed_();
}

} // namespace sinew::gateway
