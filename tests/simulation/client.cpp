// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/client.hpp"

namespace simulation {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds patience = 2s;

} // namespace

client::client(const surroundings& around, std::string name, std::uint64_t seed)
    : when_{around.when},
      chance_{seed},
      at_{around.when.open()},
      clock_{around.when},
      wire_{std::make_shared<wire>(around.through, endpoints{around.broker, around.broker_at, at_, "client", name},
                                   clock_, chance_)},
      ports_{wire_, clock_, chance_} {}

void client::plan(const intention& what) {
  ++open_;
  auto& each = history_.emplace_back(asked{.what = &what});
  at_->where().at(std::max(scheduler::beginning + what.at, when_.now()), [this, &each] {
    each.sent = when_.now();
    send(each);
  });
}

void client::send(asked& each) {
  ++each.tries;
  each.sent_last = when_.now();
  ports_.ports().calls.send(each.what->command, patience,
                            [this, &each](const sinew::result<sinew::bytes>& reply) { take(each, reply); });
}

void client::take(asked& each, const sinew::result<sinew::bytes>& reply) {
  const auto given = reply.and_then([](const auto& body) { return sinew::read_receipt(body); });
  if (given && given->outcome != sinew::wire::Outcome::retry) {
    each.given = *given;
    each.answered = when_.now();
    --open_;
    return;
  }
  const auto pause = std::chrono::milliseconds{50 + chance_.next() % 400};
  at_->where().after(given ? std::max(pause, given->retry_after) : pause, [this, &each] { send(each); });
}

} // namespace simulation
