// SPDX-License-Identifier: Apache-2.0
#include "tools/client/service_query.hpp"

#include "bridge/subjects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace sinew {

namespace {

using std::chrono::milliseconds;
constexpr milliseconds first_pause{20};
constexpr milliseconds longest_pause{250};

/// One question, until it has its answer.
class asking : public std::enable_shared_from_this<asking> {
 public:
  asking(client& with, service_query what, milliseconds patience, completion<bytes> done)
      : with_{with}, what_{std::move(what)}, end_{with.where().now() + patience}, done_{std::move(done)} {}

  void try_once() {
    const auto left = std::chrono::duration_cast<milliseconds>(end_ - with_.where().now());
    with_.broker().request(
        subject::query(what_.service, what_.query), {}, what_.body, std::clamp(left, milliseconds{1}, what_.attempt),
        [self = shared_from_this()](const result<broker_message>& answer) { self->on_answer(answer); });
  }

 private:
  void on_answer(const result<broker_message>& answer) {
    const bool passes = answer ? what_.is_passing && what_.is_passing(answer->body()) : is_passing(answer.error().code);
    if (passes && with_.where().now() + pause_ < end_) {
      if (answer) // says more than a silence that may follow
        last_word_ = copy_of(answer->body());
      with_.where().after(pause_, [self = shared_from_this()] { self->try_once(); });
      pause_ = std::min(pause_ * 2, milliseconds{longest_pause});
      return;
    }
    if (answer || !last_word_.empty())
      return done_(answer ? copy_of(answer->body()) : std::move(last_word_));
    done_(answer.error().code == errc::unavailable ? nobody() : tl::unexpected{answer.error()});
  }

  [[nodiscard]] auto nobody() const -> result<bytes> {
    return fail(errc::unavailable,
                fmt::format("no instance of service {} answers; start it with `sinew up`", what_.service));
  }

  client& with_;
  service_query what_;
  loop::time_point end_;
  completion<bytes> done_;
  bytes last_word_;
  milliseconds pause_ = first_pause;
};

} // namespace

void ask_service(client& with, service_query what, milliseconds patience, completion<bytes> done) {
  std::make_shared<asking>(with, std::move(what), patience, std::move(done))->try_once();
}

auto is_passing(errc code) -> bool {
  return code == errc::unavailable || code == errc::outcome_unknown || code == errc::overloaded;
}

auto read_error(std::string_view text) -> error {
  for (const auto code :
       {errc::invalid_input, errc::unknown_type, errc::not_found, errc::conflict, errc::outcome_unknown,
        errc::overloaded, errc::unavailable, errc::deadline_exceeded, errc::rejected_by_broker, errc::system_failure})
    if (text.starts_with(to_string(code)))
      return {code, std::string{text.substr(std::min(text.size(), to_string(code).size() + 2))}};
  return {errc::rejected_by_broker, std::string{text}};
}

} // namespace sinew
