// SPDX-License-Identifier: Apache-2.0
#include "bench/target/rpc_scenario.hpp"

#include "bench/target/bench_stream.hpp"
#include "bench/target/deposits.hpp"
#include "bench/target/floor_program.hpp"
#include "bench/target/own_connection.hpp"
#include "bench/target/query_target.hpp"
#include "bridge/subjects.hpp"
#include "tools/client/registry_reading.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew::bench {

namespace {

constexpr std::size_t most_accounts = 1'000;

/// Of accounts that nobody else touches: how long a state takes to fold depends on how much has happened to it.
auto quiet_account(std::size_t number) -> std::string {
  return fmt::format("bench-quiet-{:04}", number);
}

auto load_of(load what) -> load {
  what.aggregates = std::min(what.aggregates, most_accounts);
  return what;
}

auto queries_of(const load& what) -> state_queries {
  return {"account", quiet_account, what};
}

/// Of one of them, to know how large the floor's is to be.
auto size_of_answer(client& with, const std::string& subject, const load& what) -> result<std::size_t> {
  auto source = queries_of(what);
  const auto answer = with.request(subject, source.next());
  if (!answer)
    return tl::unexpected{answer.error()};
  if (outcome_of_query(answer) != outcome::done)
    return fail(errc::rejected_by_broker, "a query for the state of an account that is open was not answered with it");
  return answer->body().size();
}

class rpc_scenario final : public scenario {
 public:
  static auto prepare(const surroundings& in) -> result<std::unique_ptr<scenario>> {
    const auto known = read_catalog(in.with);
    if (!known)
      return tl::unexpected{known.error()};
    const auto owner = known->need("account");
    if (!owner)
      return tl::unexpected{owner.error()};
    const auto what = load_of(in.what);
    if (auto open = open_accounts(in, **owner, {.count = what.aggregates, .name = quiet_account}); !open)
      return tl::unexpected{open.error()};
    std::unique_ptr<rpc_scenario> made{new rpc_scenario{what}};
    if (auto ready = made->set_up(in, subject::query((*owner)->name, "state")); !ready)
      return tl::unexpected{ready.error()};
    return made;
  }

  [[nodiscard]] auto work() const -> std::string override {
    return fmt::format("the state of one of {} accounts with one event each (Zipf {}): query -> answer of {} bytes",
                       what_.aggregates, what_.skew, answer_size_);
  }
  auto ours() -> target& override { return *ours_; }
  auto floor() -> target* override { return floor_.get(); }

 private:
  explicit rpc_scenario(const load& what) : what_{what} {}

  auto set_up(const surroundings& in, const std::string& asked) -> result<void> {
    const auto size = size_of_answer(in.with, asked, what_);
    if (!size)
      return tl::unexpected{size.error()};
    answer_size_ = *size;
    const auto name = bench_name(in.with);
    auto program = floor_program::start(in.url, {"--aggregate", name, "--answer", fmt::to_string(*size)});
    if (!program)
      return tl::unexpected{program.error()};
    program_ = std::move(*program);
    return connect(in, asked, ours_).and_then([&] { return connect(in, subject::query(name, "state"), floor_); });
  }

  auto connect(const surroundings& in, std::string asked, std::unique_ptr<query_target>& into) -> result<void> {
    return own_connection(in).map([&](std::unique_ptr<connection> with) {
      into = std::make_unique<query_target>(std::move(with), std::move(asked), queries_of(what_));
    });
  }

  load what_;
  std::size_t answer_size_ = 0;
  std::unique_ptr<floor_program> program_;
  std::unique_ptr<query_target> ours_;
  std::unique_ptr<query_target> floor_;
};

} // namespace

auto rpc_scenario_card() -> scenario_card {
  return {.name = "rpc",
          .about = "a query for the state of an account, until its answer",
          .prepare = rpc_scenario::prepare};
}

} // namespace sinew::bench
