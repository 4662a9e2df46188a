// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/http/http_lines.hpp"
#include "bench/rig/target.hpp"
#include "bench/target/door_hops.hpp"
#include "bench/target/reason_tally.hpp"
#include "bench/target/request_source.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace sinew::bench {

/// Sends HTTP requests over kept connections and waits for their answers; each once. Done: 2xx. Refused: 4xx, the input's fault or the
/// domain's no. Failed: 5xx, 429 (too often), no answer, nobody there.
class http_target final : public target, http_asker {
 public:
  /// Who else hears how requests end; null: nobody. They outlive the target.
  struct listeners {
    reason_tally* why_not = nullptr; // of those that are not done
    door_hops* hops = nullptr;       // of those that are done and measured; the requests ask for it
  };
  /// Asks over `over`, which lives no longer than this does: what waits there for its answer points here.
  http_target(http_lines& over, std::unique_ptr<request_source> from, listeners also)
      : over_{over}, from_{std::move(from)}, also_{also} {}

  void begin(ticket which) override { over_.ask(*this, which); }

  /// How many were asked too often (429) so far.
  [[nodiscard]] auto too_often() const -> std::uint64_t { return too_often_; }

 private:
  auto next_request() -> std::string_view override { return from_->next(); }
  void on_answer(ticket which, const result<http_answer>& answer, std::chrono::nanoseconds took) override;

  http_lines& over_;
  std::unique_ptr<request_source> from_;
  listeners also_;
  std::uint64_t too_often_ = 0;
};

/// How an operation ended that was answered so.
auto outcome_of(const result<http_answer>& answer) -> outcome;
/// Why it is not done, for a person: "429 too_many_requests", "outcome_unknown".
auto reason_of(const result<http_answer>& answer) -> std::string;

} // namespace sinew::bench
