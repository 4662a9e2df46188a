// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/target.hpp"
#include "bench/target/state_queries.hpp"
#include "bridge/connection.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace sinew::bench {

/// Asks for states and waits for the answers. Done: a state. Refused: there is no such aggregate. Failed: any other error, no
/// answer, nobody there.
///
/// It does not care who answers: a service and the floor get the same queries from the same code.
class query_target final : public target {
 public:
  /// Asks on `subject` over `with`, which lives no longer than this does: what waits there for its answer points here.
  query_target(std::unique_ptr<connection> with, std::string subject, state_queries from)
      : from_{std::move(from)}, subject_{std::move(subject)}, with_{std::move(with)} {}

  void begin(ticket which) override;

  /// An operation without an answer ends after that.
  static constexpr std::chrono::milliseconds patience{10'000};

 private:
  state_queries from_;
  std::string subject_;
  std::unique_ptr<connection> with_;
};

/// What a reply to a query for a state says of it.
auto outcome_of_query(const result<broker_message>& answer) -> outcome;
/// The same for its bytes.
auto outcome_of_state(bytes_view answer) -> outcome;

} // namespace sinew::bench
