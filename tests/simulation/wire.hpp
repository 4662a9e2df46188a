// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "memory/memory_node.hpp"
#include "tests/simulation/network.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace simulation {

/// Who a node is to the broker, and where both live.
struct endpoints {
  sinew::memory_broker& broker;
  place& broker_at;
  std::shared_ptr<place> node_at;
  std::string service;
  std::string node;
};

/// The connection between one node and the broker. It carries calls one way and answers, deliveries and requests the other,
/// as the network lets it; like a real client it fails what is pending when it breaks, says `unavailable` while it is
/// broken, and renews its subscriptions when it is back.
///
/// What waits at either end holds it alive; `close` ends that.
class wire : public std::enable_shared_from_this<wire> {
 public:
  using far_ports = const sinew::ports&;

  wire(network& through, endpoints between, sinew::wall_clock& clock, sinew::randomness& chance);

  // -- what ports are made of -----------------------------------------------------------------------------------------

  struct exchange {
    message_class request;
    message_class answer;
    std::chrono::milliseconds patience;
  };
  /// Asks the broker's end for something. `ask` may run twice or never; `done` runs once, unless the node dies first.
  template <class T>
  void call(const exchange& what, std::function<void(far_ports, sinew::completion<T>)> ask, sinew::completion<T> done);
  /// Says something nobody answers. Lost when the wire is broken.
  void tell(message_class what, std::function<void(far_ports)> say);
  /// Says something now, and again after every reconnection, until it is dropped.
  auto keep(std::function<void(sinew::memory_node&)> say) -> std::uint64_t;
  void drop(std::uint64_t kept) { kept_.erase(kept); }
  /// Calls whenever the connection breaks (false) or is back (true), at the node's place.
  void on_state(std::function<void(bool)> tell) { on_state_ = std::move(tell); }
  void to_node(message_class what, sinew::loop::work arrive);
  void to_broker(message_class what, sinew::loop::work arrive);
  /// Sends to the node after a while, outside of any order.
  void later_to_node(duration delay, const sinew::loop::work& arrive);
  [[nodiscard]] auto node_loop() -> sinew::loop& { return between_.node_at->where(); }
  [[nodiscard]] auto through() -> network& { return through_; }
  [[nodiscard]] auto service() const -> const std::string& { return between_.service; }

  // -- what may befall it ---------------------------------------------------------------------------------------------

  /// All that is sent is lost, and neither end knows.
  void silence(bool silent) { silent_ = silent; }
  /// Pending calls fail, what is under way is lost.
  void break_off();
  void reconnect();
  [[nodiscard]] auto is_connected() const -> bool { return far_ != nullptr; }
  /// The node is dead. What it has sent arrives, or not.
  void close(bool is_sent_lost);

 private:
  struct pending {
    std::function<void(const sinew::error&)> fail;
    sinew::loop::timer_id timer;
  };

  auto settle(std::uint64_t call) -> bool;
  void fail(std::uint64_t call, const sinew::error& why);
  void say_again(const std::function<void(sinew::memory_node&)>& say);
  void tell_state(bool is_up);
  void carry(message_class what, place& to, time_point& last, sinew::loop::work arrive);

  network& through_;
  endpoints between_;
  sinew::wall_clock& clock_;
  sinew::randomness& chance_;
  std::unique_ptr<sinew::memory_node> far_; // the broker's end; none while broken
  std::map<std::uint64_t, std::function<void(sinew::memory_node&)>> kept_;
  std::uint64_t last_kept_ = 0;
  std::function<void(bool)> on_state_;
  std::map<std::uint64_t, pending> pending_;
  std::uint64_t last_call_ = 0;
  std::uint64_t life_ = 0; // of the connection: what belongs to an earlier one never arrives
  bool silent_ = false;
  bool closed_ = false;
  time_point last_to_node_{};
  time_point last_to_broker_{};
};

template <class T>
void wire::call(const exchange& what, std::function<void(far_ports, sinew::completion<T>)> ask,
                sinew::completion<T> done) {
  if (closed_)
    return;
  auto& loop = between_.node_at->where();
  const auto id = ++last_call_;
  const auto self = shared_from_this();
  const bool was_connected = is_connected();
  const auto timer =
      loop.after(was_connected ? what.patience : std::chrono::milliseconds{0}, [self, id, was_connected] {
        self->fail(id, was_connected ? sinew::error{sinew::errc::outcome_unknown, "no answer in time"}
                                     : sinew::error{sinew::errc::unavailable, "the broker is away"});
      });
  pending_.emplace(id, pending{[done](const sinew::error& why) { done(tl::unexpected{why}); }, timer});
  if (!was_connected)
    return;
  to_broker(what.request, [self, id, ask, done, answer = what.answer] {
    ask(self->far_->ports(), [self, id, done, answer](sinew::result<T> r) {
      self->to_node(answer, [self, id, done, r = std::move(r)] {
        if (self->settle(id))
          done(r);
      });
    });
  });
}

} // namespace simulation
