// SPDX-License-Identifier: Apache-2.0
#include "actors/node.hpp"

#include "actors/loop_scheduler.hpp"

#include <caf/init_global_meta_objects.hpp>
#include <caf/send.hpp>

namespace sinew {

namespace {

// Once per process, before the first actor system.
void register_message_types() {
  static const bool done = [] {
    caf::core::init_global_meta_objects();
    caf::init_global_meta_objects<caf::id_block::sinew_actors>();
    return true;
  }();
  (void)done;
}

} // namespace

node::node(loop& where, const ports& outside, const service& served, const limits& bounds, node_identity self)
    : loop_{where},
      metered_{self.keeps_figures ? std::make_unique<metered_ports>(outside, served) : nullptr},
      context_{.outside = metered_ ? metered_->outside() : outside,
               .bounds = bounds,
               .actor = "service/" + std::string{served.name},
               .schema = schema_hash(served.schema),
               .times = times_,
               .figures = metered_ ? &metered_->figures : nullptr},
      served_{served},
      self_{std::move(self)} {
  register_message_types();
  loop_scheduler::install(config_, where);
  config_.set("caf.logger.console.verbosity", "quiet");
  config_.set("caf.logger.file.verbosity", "quiet");
  if (metered_) {
    // How long messages wait in mailboxes, and take: CAF keeps that itself, for the actors it is told.
    config_.set("caf.metrics-filters.actors.includes", std::vector<std::string>{"sinew.*"});
    loop_.on_turn([this](loop::clock::duration busy) {
      metered_->figures.turn_time.observe(node_figures::seconds{busy}.count());
    });
  }
  system_ = std::make_unique<caf::actor_system>(config_);
  // The loop does not run while the system goes down, so nobody could make actors end by themselves.
  system_->await_actors_before_shutdown(false);
  intake_ = std::make_shared<intake>(*system_, context_, served_);
}

node::~node() {
  if (metered_)
    loop_.on_turn(nullptr);
  if (guardian_)
    caf::anon_send_exit(guardian_, caf::exit_reason::user_shutdown);
  guardian_ = nullptr;
  intake_->close();
}

void node::start() {
  guardian_ = system_->spawn<guardian_actor>(context_, served_, intake_, std::move(self_), metered_.get());
}

void node::drain() {
  caf::anon_send(guardian_, begin_drain{});
}

void node::ask(std::string verb, responder respond) {
  caf::anon_send(guardian_, control_asked{std::move(verb), std::move(respond)});
}

} // namespace sinew
