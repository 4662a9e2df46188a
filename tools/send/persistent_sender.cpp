// SPDX-License-Identifier: Apache-2.0
#include "tools/send/persistent_sender.hpp"

#include "bridge/subjects.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew {

namespace {

using namespace std::chrono_literals;

constexpr auto first_pause = 20ms;
// A partition whose node died has another within about two seconds: it is asked after often.
constexpr auto longest_pause = 250ms;
// One attempt waits no longer: an owner that died is replaced meanwhile, and the next attempt reaches the new one.
constexpr auto attempt_patience = 1'000ms;

auto is_passing(errc code) -> bool {
  return code == errc::unavailable || code == errc::outcome_unknown || code == errc::overloaded;
}

} // namespace

struct persistent_sender::attempt {
  message command;
  completion<receipt> done;
  std::chrono::milliseconds timeout;
  loop::time_point end;
  std::chrono::milliseconds pause = first_pause;
};

void persistent_sender::send(message command, std::chrono::milliseconds timeout, completion<receipt> done) {
  try_once(
      std::make_shared<attempt>(attempt{std::move(command), std::move(done), timeout, with_.where().now() + timeout}));
}

void persistent_sender::try_once(std::shared_ptr<attempt> a) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(a->end - with_.where().now());
  const auto subject = subject::command(a->command.key(), a->command.type());
  const auto body = a->command.raw();
  with_.broker().request(subject, {}, body, std::clamp(left, 1ms, attempt_patience),
                         [this, a = std::move(a)](result<broker_message> answer) { on_answer(a, std::move(answer)); });
}

void persistent_sender::on_answer(const std::shared_ptr<attempt>& a, result<broker_message> answer) {
  if (!answer)
    return is_passing(answer.error().code) ? again(a, answer.error(), 0ms) : a->done(tl::unexpected{answer.error()});
  auto got = read_receipt(answer->body());
  if (!got)
    return a->done(fail(errc::rejected_by_broker, "the service's answer is no receipt: " + got.error().what));
  if (got->outcome == wire::Outcome::retry)
    return again(a, {errc::overloaded, "the service asks to try later: " + got->reason}, got->retry_after);
  a->done(std::move(*got));
}

void persistent_sender::again(const std::shared_ptr<attempt>& a, error why, std::chrono::milliseconds not_before) {
  const auto pause = std::max(a->pause, not_before);
  if (with_.where().now() + pause >= a->end) {
    why.what = fmt::format("no answer within {} ms ({})", a->timeout.count(), why.what);
    return a->done(tl::unexpected{std::move(why)});
  }
  a->pause = std::min(a->pause * 2, std::chrono::milliseconds{longest_pause});
  with_.where().after(pause, [this, a] { try_once(a); });
}

} // namespace sinew
