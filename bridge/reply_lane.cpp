// SPDX-License-Identifier: Apache-2.0
#include "bridge/reply_lane.hpp"

#include <charconv>
#include <utility>

namespace sinew {

namespace {

// First character of an echo's last token; no number starts with it.
constexpr char echo_mark = 'e';

auto token_in(std::string_view text) -> pending_table::token {
  pending_table::token t = 0; // nobody's
  std::from_chars(text.data(), text.data() + text.size(), t);
  return t;
}

auto nobody_listens() -> tl::unexpected<error> {
  return fail(errc::unavailable, "nobody listens there now");
}

} // namespace

reply_lane::reply_lane(std::string prefix, bool with_echo, std::size_t limit)
    : prefix_{std::move(prefix)}, with_echo_{with_echo}, table_{limit} {}

auto reply_lane::listen(session& on) -> result<void> {
  auto opened = on.subscribe(prefix_ + "*", {});
  if (!opened)
    return tl::unexpected{opened.error()};
  feed_ = std::move(*opened);
  refusal_seen_ = false;
  return {};
}

auto reply_lane::drain() -> std::uint64_t {
  std::uint64_t taken = 0;
  for (int left = feed_ ? feed_->waiting() : 0; left > 0 && feed_; --left, ++taken)
    take(feed_->next());
  return taken;
}

auto reply_lane::reply_subject(pending_table::token t) const -> std::string {
  return prefix_ + std::to_string(t);
}

auto reply_lane::echo_subject(pending_table::token t) const -> std::string {
  return prefix_ + echo_mark + std::to_string(t);
}

void reply_lane::take(broker_message m) {
  if (m.status() == 503)
    return take_refusal();
  auto tail = m.subject();
  if (tail.size() <= prefix_.size())
    return;
  tail.remove_prefix(prefix_.size());
  if (tail.front() != echo_mark)
    return table_.deliver(token_in(tail), std::move(m));
  if (std::exchange(refusal_seen_, false))
    table_.deliver(token_in(tail.substr(1)), nobody_listens());
}

void reply_lane::take_refusal() {
  if (with_echo_)
    refusal_seen_ = true;
  else if (const auto only = table_.only())
    table_.deliver(*only, nobody_listens());
}

} // namespace sinew
