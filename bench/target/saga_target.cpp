// SPDX-License-Identifier: Apache-2.0
#include "bench/target/saga_target.hpp"

#include "bridge/subjects.hpp"

namespace sinew::bench {

auto saga_target::make(std::unique_ptr<connection> with, order_source from, std::string_view aggregate)
    -> result<std::unique_ptr<saga_target>> {
  std::unique_ptr<saga_target> made{new saga_target{std::move(with), std::move(from)}};
  return made->listen(aggregate).map([&] { return std::move(made); });
}

auto saga_target::listen(std::string_view aggregate) -> result<void> {
  const auto on = [&](std::string_view event, outcome how) {
    return with_->subscribe(subject::events_named(aggregate, event), {},
                            [this, how](const broker_message& m) { on_ended(m, how); });
  };
  return on("confirmed", outcome::done).and_then([&](connection::subscription_id) {
    return on("cancelled", outcome::refused).map([](connection::subscription_id) {});
  });
}

void saga_target::begin(ticket which) {
  open_.insert(which);
  const auto [subject, body] = from_.next(which);
  with_->request(subject, {}, body, command_target::patience,
                 [this, which](const result<broker_message>& answer) { on_receipt(which, outcome_of(answer)); });
}

void saga_target::on_ended(const broker_message& event, outcome how) {
  const auto named = subject::parse(event.subject());
  if (!named)
    return;
  if (const auto ours = from_.number_of(named->key.id))
    end(*ours, how);
}

void saga_target::on_receipt(ticket which, outcome how) {
  if (how != outcome::done)
    end(which, how);
}

void saga_target::end(ticket which, outcome how) {
  if (open_.erase(which) > 0)
    ended(which, how);
}

} // namespace sinew::bench
