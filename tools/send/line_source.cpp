// SPDX-License-Identifier: Apache-2.0
#include "tools/send/line_source.hpp"

#include <utility>

namespace sinew {

namespace {

constexpr std::size_t capacity = 1024;

} // namespace

line_source::line_source(std::istream& from, loop& where, std::function<void()> on_more)
    : loop_{where}, on_more_{std::move(on_more)}, reader_{[this, &from] { read_all(from); }} {}

void line_source::read_all(std::istream& from) {
  std::size_t number = 0;
  for (std::string text; std::getline(from, text);) {
    std::unique_lock lock{guard_};
    room_.wait(lock, [this] { return lines_.size() < capacity; });
    const bool was_empty = lines_.empty();
    lines_.push_back({++number, std::move(text)});
    lock.unlock();
    if (was_empty)
      loop_.post(on_more_);
  }
  const std::lock_guard lock{guard_};
  ended_ = true;
  loop_.post(on_more_);
}

auto line_source::next() -> std::optional<numbered_line> {
  const std::lock_guard lock{guard_};
  if (lines_.empty())
    return std::nullopt;
  auto line = std::move(lines_.front());
  lines_.pop_front();
  room_.notify_one();
  return line;
}

auto line_source::has_ended() const -> bool {
  const std::lock_guard lock{guard_};
  return ended_ && lines_.empty();
}

} // namespace sinew
