// SPDX-License-Identifier: Apache-2.0
#include "tools/park/redrive_run.hpp"

#include "bridge/subjects.hpp"

#include <algorithm>

namespace sinew {

namespace {

using namespace std::chrono_literals;

// A message may mean a call to an outside party, which takes its time.
constexpr auto answer_patience = 60s;
// How long "later" is believed.
constexpr auto later_patience = 15s;
constexpr std::chrono::milliseconds first_pause{100};
constexpr std::chrono::milliseconds longest_pause{2'000};

} // namespace

auto redrive_run::key(const parked_queue& which) -> redrive_outcome {
  redrive_outcome told;
  auto patience_ends = with_.where().now() + later_patience;
  auto wait = first_pause;
  const auto went_on = [&](std::uint64_t& counted) {
    ++counted;
    patience_ends = with_.where().now() + later_patience;
    wait = first_pause;
  };
  for (;;) {
    keep_pace();
    const auto answer = ask(which);
    switch (answer.outcome) {
      case wire::Redriven::handled: went_on(told.redriven); break;
      case wire::Redriven::set_aside: went_on(told.set_aside); break;
      case wire::Redriven::nothing: told.how = redrive_outcome::end::emptied; return told;
      case wire::Redriven::failed:
        told.how = redrive_outcome::end::still_parked;
        told.attempts = answer.attempts;
        told.reason = answer.reason;
        return told;
      case wire::Redriven::later:
        told.reason = answer.reason;
        if (with_.where().now() >= patience_ends)
          return told;
        pause(std::exchange(wait, std::min(wait * 2, longest_pause)));
        break;
    }
  }
}

auto redrive_run::ask(const parked_queue& which) -> redrive_answer {
  const auto question = write_redrive_request(which.key);
  const auto answer = with_.request(subject::query(which.service, "redrive"), question, answer_patience);
  if (!answer && answer.error().code == errc::unavailable)
    return {.reason = "no instance of service " + which.service + " answers"};
  if (!answer)
    return {.reason = to_string(answer.error())};
  return read_redrive_answer(answer->body()).value_or(redrive_answer{.reason = "the answer is none of ours"});
}

void redrive_run::keep_pace() {
  if (per_second_ <= 0)
    return;
  pause(next_ - with_.where().now());
  next_ = std::max(next_, with_.where().now()) +
          std::chrono::duration_cast<loop::clock::duration>(std::chrono::duration<double>{1 / per_second_});
}

void redrive_run::pause(loop::clock::duration span) {
  if (span > loop::clock::duration::zero())
    (void)with_.where().run_until([] { return false; }, span);
}

} // namespace sinew
