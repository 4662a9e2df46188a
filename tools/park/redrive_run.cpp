// SPDX-License-Identifier: Apache-2.0
#include "tools/park/redrive_run.hpp"

#include "bridge/subjects.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>

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

/// One key on its way; lives until it has been answered.
class redrive_run::key_run : public std::enable_shared_from_this<key_run> {
 public:
  key_run(redrive_run& of, parked_queue which, completion<redrive_outcome> done)
      : of_{of}, which_{std::move(which)}, done_{std::move(done)} {
    went_on();
  }

  void next() {
    if (now() >= of_.until_) // a reason: nobody could, when last asked
      return end(told_.reason.empty() ? redrive_outcome::end::interrupted : redrive_outcome::end::unavailable);
    after(of_.time_until_turn(), [this] { ask(); });
  }

 private:
  void ask() {
    const auto question = write_redrive_request(which_.key);
    of_.with_.request(
        subject::query(which_.service, "redrive"), {}, question, answer_patience,
        [self = shared_from_this()](const result<broker_message>& answer) { self->on_answer(self->read(answer)); });
  }

  auto read(const result<broker_message>& answer) const -> redrive_answer {
    if (!answer && answer.error().code == errc::unavailable)
      return {.reason = "no instance of service " + which_.service + " answers"};
    if (!answer)
      return {.reason = to_string(answer.error())};
    return read_redrive_answer(answer->body()).value_or(redrive_answer{.reason = "the answer is none of ours"});
  }

  void on_answer(const redrive_answer& answer) {
    switch (answer.outcome) {
      case wire::Redriven::handled: ++told_.redriven; return went_on(), next();
      case wire::Redriven::set_aside: ++told_.set_aside; return went_on(), next();
      case wire::Redriven::nothing: return end(redrive_outcome::end::emptied);
      case wire::Redriven::failed:
        told_.attempts = answer.attempts;
        told_.reason = answer.reason;
        return end(redrive_outcome::end::still_parked);
      case wire::Redriven::later: break;
    }
    told_.reason = answer.reason;
    if (now() >= patience_ends_)
      return end(redrive_outcome::end::unavailable);
    after(std::exchange(pause_, std::min(pause_ * 2, longest_pause)), [this] { next(); });
  }

  void went_on() {
    told_.reason.clear();
    patience_ends_ = now() + later_patience;
    pause_ = first_pause;
  }

  void end(redrive_outcome::end how) {
    told_.how = how;
    done_(told_);
  }

  void after(loop::clock::duration span, std::function<void()> then) {
    of_.with_.where().after(span, [self = shared_from_this(), then = std::move(then)] { then(); });
  }
  [[nodiscard]] auto now() const -> loop::time_point { return of_.with_.where().now(); }

  redrive_run& of_;
  parked_queue which_;
  completion<redrive_outcome> done_;
  redrive_outcome told_;
  loop::time_point patience_ends_{};
  std::chrono::milliseconds pause_ = first_pause;
};

void redrive_run::key(const parked_queue& which, completion<redrive_outcome> done) {
  with_.where().post([run = std::make_shared<key_run>(*this, which, std::move(done))] { run->next(); });
}

auto redrive_run::time_until_turn() -> loop::clock::duration {
  if (per_second_ <= 0)
    return {};
  const auto now = with_.where().now();
  const auto turn = std::max(next_, now);
  next_ = turn + std::chrono::duration_cast<loop::clock::duration>(std::chrono::duration<double>{1 / per_second_});
  return turn - now;
}

} // namespace sinew
