// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"
#include "kernel/result.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace sinew::gateway {

/// Something that is dear to read and that several look at: all who ask while it is being read share that reading, and for
/// `max_age` afterwards its answer. Errors are shared, and not kept. Loop's thread; must outlive its readings.
template <class T>
class admin_look {
 public:
  using shared = std::shared_ptr<const T>;
  using reading = std::function<void(completion<T>)>;

  admin_look(loop& where, std::chrono::milliseconds max_age, reading read)
      : where_{where}, max_age_{max_age}, read_{std::move(read)} {}

  void ask(completion<shared> done) {
    if (last_ && where_.now() - read_at_ <= max_age_) {
      where_.post([done = std::move(done), last = last_] { done(last); });
      return;
    }
    waiting_.push_back(std::move(done));
    if (waiting_.size() == 1)
      read_([this](result<T> got) { on_read(std::move(got)); });
  }

 private:
  void on_read(result<T> got) {
    auto told = std::move(got).map([](T value) { return std::make_shared<const T>(std::move(value)); });
    last_ = told ? *told : nullptr;
    read_at_ = where_.now();
    for (const auto& done : std::exchange(waiting_, {}))
      done(told.map([](const shared& value) { return value; }));
  }

  loop& where_;
  std::chrono::milliseconds max_age_;
  reading read_;
  shared last_;
  loop::time_point read_at_{};
  std::vector<completion<shared>> waiting_;
};

} // namespace sinew::gateway
