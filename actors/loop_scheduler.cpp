// SPDX-License-Identifier: Apache-2.0
#include "actors/loop_scheduler.hpp"

#include <caf/action.hpp>
#include <caf/actor_system.hpp>
#include <caf/disposable.hpp>
#include <caf/make_actor.hpp>
#include <caf/monitorable_actor.hpp>
#include <caf/resumable.hpp>
#include <memory>
#include <utility>

namespace sinew {

namespace {

// How many actors may run before the network is looked at again, and how many messages each may take in a row.
constexpr int actors_per_turn = 1024;
constexpr std::size_t messages_per_actor = 64;

// CAF wants a printer for `aout`. We log elsewhere, so whatever is sent to it ends here.
class silent_printer final : public caf::monitorable_actor {
 public:
  explicit silent_printer(caf::actor_config& config) : monitorable_actor(config) {}
  auto enqueue(caf::mailbox_element_ptr, caf::execution_unit*) -> bool override { return true; }
  void setup_metrics() {}
};

} // namespace

auto loop_clock::schedule_periodically(time_point first, caf::action f, duration_type period) -> caf::disposable {
  auto handle = f.as_disposable();
  if (loop_.is_here())
    fire_at(first, std::move(f), period);
  else
    loop_.post([this, first, f = std::move(f), period]() mutable { fire_at(first, std::move(f), period); });
  return handle;
}

void loop_clock::fire_at(time_point when, caf::action f, duration_type period) {
  if (closed_)
    return;
  const auto id = std::make_shared<loop::timer_id>();
  *id = loop_.at(when, [this, id, when, f = std::move(f), period]() mutable {
    pending_.erase(*id);
    if (f.run() == caf::action::transition::success && period.count() > 0)
      fire_at(when + period, std::move(f), period);
  });
  pending_.insert(*id);
}

void loop_clock::close() {
  closed_ = true;
  for (const auto id : std::exchange(pending_, {}))
    loop_.cancel(id);
}

void loop_scheduler::install(caf::actor_system_config& config, loop& where) {
  config.module_factories.emplace_back(
      [&where](caf::actor_system& system) -> caf::actor_system::module* { return new loop_scheduler(system, where); });
}

loop_scheduler::loop_scheduler(caf::actor_system& system, loop& where)
    : abstract_coordinator(system), execution_unit(&system), loop_{where}, clock_{where} {}

void loop_scheduler::start() {
  caf::actor_config config{this};
  auto& sys = abstract_coordinator::system();
  utility_actors_[printer_id] =
      caf::make_actor<silent_printer, caf::actor>(sys.next_actor_id(), sys.node(), &sys, config);
  loop_.add_worker(*this);
}

void loop_scheduler::stop() {
  // Whoever is still ready gets to handle what it has, exit messages included; then nobody runs any more.
  while (!ready_.empty())
    run_one();
  loop_.remove_worker(*this);
  clock_.close();
}

void loop_scheduler::enqueue(caf::resumable* what) {
  if (loop_.is_here())
    ready_.push_back(what);
  else
    loop_.post([this, what] { ready_.push_back(what); });
}

auto loop_scheduler::work() -> bool {
  for (int left = actors_per_turn; left > 0 && !ready_.empty(); --left)
    run_one();
  return !ready_.empty();
}

void loop_scheduler::run_one() {
  auto* const job = ready_.front();
  ready_.pop_front();
  switch (job->resume(this, messages_per_actor)) {
    case caf::resumable::resume_later:
      ready_.push_back(job); // behind the others: nobody starves
      break;
    case caf::resumable::done:
    case caf::resumable::awaiting_message: intrusive_ptr_release(job); break;
    case caf::resumable::shutdown_execution_unit: break; // only worker pools send themselves this
  }
}

} // namespace sinew
