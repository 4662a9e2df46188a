// SPDX-License-Identifier: Apache-2.0
#pragma once

// The ports of actors/ports.hpp over a wire to the broker, as a client library offers them: answers that do not come in time,
// connections that break, timers that are not punctual.

#include "actors/ports.hpp"
#include "tests/simulation/wire.hpp"

#include <memory>

namespace simulation {

/// Owns the ports of one node. The wire outlives them; clock and chance are the caller's.
class remote_ports {
 public:
  remote_ports(std::shared_ptr<wire> over, sinew::wall_clock& clock, sinew::randomness& chance);
  ~remote_ports();
  remote_ports(const remote_ports&) = delete;
  auto operator=(const remote_ports&) -> remote_ports& = delete;

  auto ports() -> sinew::ports;

 private:
  struct parts;

  sinew::wall_clock& clock_;
  sinew::randomness& chance_;
  std::unique_ptr<parts> parts_;
};

} // namespace simulation
