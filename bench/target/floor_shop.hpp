// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "bench/scenario.hpp"
#include "bench/target/copied_stream.hpp"
#include "bench/target/floor_program.hpp"
#include "tools/client/catalog.hpp"

#include <memory>
#include <string>
#include <vector>

namespace sinew::bench {

/// The floor of a saga, put up: streams with the settings of the services' logs and timers, the same consumers on them, and the
/// program that takes orders through them (bench/floor/saga_steps.hpp). All of it goes with this.
class floor_shop {
 public:
  /// `known` has the shop's services. Errors are the broker's and those of `floor_program::start`.
  static auto open(const surroundings& in, const catalog& known, std::size_t articles)
      -> result<std::unique_ptr<floor_shop>>;

  /// Whose commands it takes, and whose events end an order.
  [[nodiscard]] auto order_aggregate() const -> std::string;

 private:
  floor_shop(client& with, std::string prefix) : with_{with}, prefix_{std::move(prefix)} {}

  auto copy_logs(const catalog& known) -> result<void>;
  auto copy_timers(const catalog& known) -> result<void>;
  auto copy(const std::string& model, const std::string& name, const std::vector<std::string>& subjects)
      -> result<void>;
  auto make_consumers() -> result<void>;
  auto make_consumer(const subscription& wanted) -> result<void>;

  client& with_;
  std::string prefix_;
  std::vector<std::unique_ptr<copied_stream>> streams_;
  std::unique_ptr<floor_program> program_; // goes first
};

} // namespace sinew::bench
