// SPDX-License-Identifier: Apache-2.0
#include "actors/courier_actor.hpp"

#include "actors/backoff.hpp"
#include "actors/router.hpp"

#include <algorithm>
#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

namespace sinew {

namespace {

using std::chrono::milliseconds;

// One attempt waits no longer: whoever was asked may have died, and the next attempt reaches its successor.
constexpr milliseconds attempt_patience{1'000};
// A partition without an owner has one again within about two seconds, so it is asked after often.
constexpr milliseconds longest_pause{200};

auto is_passing(errc code) -> bool {
  return code == errc::unavailable || code == errc::outcome_unknown || code == errc::overloaded;
}

} // namespace

auto courier_actor::make_behavior() -> caf::behavior {
  return {
      [this](const handle_command& asked) { on_command(asked); },
      [this](const remote_answered& msg) { on_answer(msg); },
      [this](const send_again& msg) { on_again(msg); },
  };
}

void courier_actor::on_command(const handle_command& asked) {
  if (parcels_.size() >= node_.bounds.remote_commands)
    return asked.reply.retry("overloaded: too many commands are on their way to other nodes",
                             node_.bounds.first_backoff);
  const auto ticket = ++last_ticket_;
  auto& p = parcels_.emplace(ticket, parcel{asked, clock().now() + node_.bounds.remote_patience}).first->second;
  attempt(ticket, p);
}

void courier_actor::on_answer(const remote_answered& msg) {
  const auto found = parcels_.find(msg.ticket);
  if (found == parcels_.end())
    return;
  auto& p = found->second;
  if (!msg.answer) {
    const auto& why = msg.answer.error();
    if (is_passing(why.code))
      return again(msg.ticket, p, to_string(why), {});
    p.what.reply.invalid(to_string(why));
  } else if (const auto given = read_receipt(*msg.answer); !given) {
    p.what.reply.invalid("the answer of another node is no receipt: " + given.error().what);
  } else if (given->outcome == wire::Outcome::retry) {
    return again(msg.ticket, p, given->reason, given->retry_after);
  } else {
    p.what.reply(*given);
  }
  parcels_.erase(found);
}

void courier_actor::on_again(const send_again& msg) {
  if (const auto found = parcels_.find(msg.ticket); found != parcels_.end())
    attempt(msg.ticket, found->second);
}

void courier_actor::attempt(std::uint64_t ticket, parcel& p) {
  if (ways_.serves(partition_of(p.what.command.aggregate_id()))) {
    ways_.route_here(p.what.command, p.what.reply);
    parcels_.erase(ticket);
    return;
  }
  ++p.attempts;
  const auto left = std::chrono::duration_cast<milliseconds>(p.end - clock().now());
  node_.outside.calls.send(p.what.command, std::clamp(left, milliseconds{1}, attempt_patience),
                           [self = caf::actor_cast<caf::actor>(this), ticket](result<bytes> answer) {
                             caf::anon_send(self, remote_answered{ticket, std::move(answer)});
                           });
}

void courier_actor::again(std::uint64_t ticket, parcel& p, std::string_view why, milliseconds at_least) {
  const auto pause =
      std::max(at_least, backoff(node_.bounds.first_backoff, std::max(longest_pause, node_.bounds.first_backoff),
                                 p.attempts, node_.outside.chance.next()));
  if (clock().now() + pause >= p.end) {
    p.what.reply.retry(std::string{why}, node_.bounds.first_backoff);
    parcels_.erase(ticket);
    return;
  }
  delayed_send(this, pause, send_again{ticket});
}

} // namespace sinew
