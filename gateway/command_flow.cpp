// SPDX-License-Identifier: Apache-2.0
#include "gateway/command_flow.hpp"

#include "bridge/system_surroundings.hpp"
#include "gateway/problem_of.hpp"

#include <algorithm>

namespace sinew::gateway {

namespace {

// For the one question after a wait is over.
constexpr std::chrono::milliseconds last_look{500};

} // namespace

struct command_flow::going {
  wanted_command wanted;
  std::shared_ptr<outcome_wait> wait = nullptr;
  /// Set with the receipt: which one, and until when the outcome is waited for.
  receipt how = {};
  loop::time_point end{};

  void fail(const problem& why) const { wanted.answer(to_response(why, wanted.instance)); }
  void accept() const { wanted.answer(wanted.accepted(how)); }
};

void command_flow::run(wanted_command wanted) {
  auto command = door_.write(wanted.what);
  const auto g = std::make_shared<going>(going{std::move(wanted)});
  if (!command)
    return g->fail(problem_of(command.error()));
  auto& expected = g->wanted.expected;
  if (expected && expected->log->is_on()) // before it is sent: so it cannot be missed
    g->wait = outcome_wait::begin(where_, *expected->log, expected->key, std::move(expected->is_it));
  if (auto* times = g->wanted.times.get())
    times->sent = system_wall_clock{}.now();
  services_.send(std::move(*command), [this, g](const result<receipt>& how) { on_receipt(g, how); });
}

void command_flow::on_receipt(const shared_going& g, const result<receipt>& how) {
  if (auto* times = g->wanted.times.get()) {
    times->received = system_wall_clock{}.now();
    times->node = how ? how->hops : nullptr;
  }
  if (!how)
    return g->fail(problem_of(how.error()));
  if (const auto against = g->wanted.objection(*how))
    return g->fail(*against);
  g->how = *how;
  if (!g->wait)
    return g->accept();
  const auto& expected = *g->wanted.expected;
  g->end = where_.now() + expected.patience;
  if (how->repeated || expected.may_be_past)
    return answer_with_outcome(g, [this, g] { await_outcome(g); });
  await_outcome(g);
}

void command_flow::await_outcome(const shared_going& g) {
  g->wait->then(time_left(*g), [this, g] { answer_with_outcome(g, [g] { g->accept(); }); });
}

void command_flow::answer_with_outcome(const shared_going& g, std::function<void()> otherwise) {
  const auto most = services_.patience();
  const auto patience = std::clamp(time_left(*g), std::min(last_look, most), most);
  services_.ask(g->wanted.expected->key, patience,
                [g, otherwise = std::move(otherwise)](const result<ordered_json>& state) {
                  auto answer = state ? g->wanted.expected->answer(*state, g->how) : std::nullopt;
                  answer ? g->wanted.answer(std::move(*answer)) : otherwise();
                });
}

auto command_flow::time_left(const going& g) const -> std::chrono::milliseconds {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(g.end - where_.now());
  return std::max(left, std::chrono::milliseconds{0});
}

} // namespace sinew::gateway
