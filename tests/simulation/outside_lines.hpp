// SPDX-License-Identifier: Apache-2.0
#pragma once

// A node's ways to the outside parties: the adapters of its three ports, over lines that lose and delay.

#include "tests/simulation/outside.hpp"
#include "tests/simulation/place.hpp"

#include <functional>
#include <memory>
#include <utility>

namespace simulation {

/// The line of one node. Nothing arrives at a node that is gone, but what it has sent does. A call that is not answered ends
/// with outcome_unknown after the patience of the real adapters.
class outside_line {
 public:
  outside_line(outside& world, std::shared_ptr<place> node_at) : world_{world}, node_at_{std::move(node_at)} {}
  outside_line(const outside_line&) = delete;
  auto operator=(const outside_line&) -> outside_line& = delete;

  /// Runs `w` here, in a later turn.
  void later(sinew::loop::work w) { node_at_->where().post(std::move(w)); }

  /// `at_party` runs when the request arrives there, and `done` when its answer is back here, or when it is too late for one.
  /// `thinking`: how long the party takes to answer after it has decided.
  template <class T>
  void call(outside::party whom, duration thinking, duration patience, std::function<sinew::result<T>()> at_party,
            sinew::completion<T> done) {
    const auto slot = std::make_shared<sinew::completion<T>>(std::move(done));
    const auto finish = [slot](sinew::result<T> with) {
      if (const auto tell = std::exchange(*slot, nullptr))
        tell(std::move(with));
    };
    const auto befalls = world_.befalls(whom);
    const auto there = world_.latency() + (befalls == outside::mishap::slow ? slow : duration{});
    auto& here = node_at_->where();
    if (befalls == outside::mishap::away) {
      here.after(there, [finish] { finish(sinew::fail(sinew::errc::unavailable, "the party is away")); });
      return;
    }
    here.after(patience, [finish] { finish(sinew::fail(sinew::errc::outcome_unknown, "the party did not answer")); });
    if (befalls == outside::mishap::lost_request)
      return;
    world_.where().after(there, [=, back = world_.latency() + thinking, home = std::weak_ptr{node_at_}] {
      const auto answer = at_party();
      if (const auto node = home.lock(); node && befalls != outside::mishap::lost_answer)
        node->where().after(back, [finish, answer] { finish(answer); });
    });
  }

 private:
  static constexpr std::chrono::seconds slow{12};

  outside& world_;
  std::shared_ptr<place> node_at_;
};

class called_card_provider final : public shop::card_provider {
 public:
  called_card_provider(outside& world, outside_line& line, const sinew::wall_clock& clock)
      : world_{world}, line_{line}, clock_{clock} {}
  void charge(const charge_order& what, sinew::completion<answer> done) override;
  void cancel(const shop::payment_id& what, sinew::completion<void> done) override;

 private:
  outside& world_;
  outside_line& line_;
  const sinew::wall_clock& clock_;
};

class called_carrier final : public shop::carrier {
 public:
  called_carrier(outside& world, outside_line& line, const sinew::wall_clock& clock)
      : world_{world}, line_{line}, clock_{clock} {}
  void book(std::string_view shipment, const shop::address& to, sinew::timestamp deadline,
            sinew::completion<answer> done) override;
  void cancel(std::string_view shipment, sinew::completion<void> done) override;

 private:
  outside& world_;
  outside_line& line_;
  const sinew::wall_clock& clock_;
};

class called_mail final : public shop::mail {
 public:
  called_mail(outside& world, outside_line& line) : world_{world}, line_{line} {}
  void send(letter what, sinew::completion<void> done) override;

 private:
  outside& world_;
  outside_line& line_;
};

} // namespace simulation
