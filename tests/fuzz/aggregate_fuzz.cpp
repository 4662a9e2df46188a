// SPDX-License-Identifier: Apache-2.0
// Every aggregate of the shop under any commands, events and states, in any order. Foreign bytes are refused or folded in;
// whatever the state, what a domain decides can be read back and folded in, and its alarm is a command that it knows.
#include "actors/aggregate_kind.hpp"
#include "tests/fuzz/fuzz_input.hpp"
#include "tests/fuzz/whole_shop.hpp"

using namespace sinew;

namespace {

class history {
 public:
  explicit history(const aggregate_kind& kind) : kind_{kind}, state_{kind.birth()} {}

  void take_step(fuzz::fuzz_input& input) {
    switch (input.byte() % 3) {
      case 0: return decide(input.one_of(kind_.commands()), input.piece());
      case 1: return fold_in(input.one_of(kind_.events()), input.piece());
      default: return restore(input.piece());
    }
  }

 private:
  void decide(std::string_view command, const bytes& payload) {
    const auto said = state_->decide(command, payload, {"a-1", from_unix_ns(1'700'000'000'000'000'000)});
    if (!said)
      return;
    if (const auto* events = std::get_if<std::vector<encoded>>(&*said))
      for (const auto& event : *events)
        SINEW_ASSERT(state_->evolve(event.type, event.payload));
    check();
  }

  void fold_in(std::string_view event, const bytes& payload) {
    if (!state_->evolve(event, payload))
      return;
    is_own_ = false;
    check();
  }

  void restore(const bytes& saved) {
    if (!state_->restore(saved))
      return;
    is_own_ = false;
    check();
  }

  void check() const {
    const auto saved = state_->save();
    const auto again = kind_.birth();
    // A state that a foreign writer's events led to may be refused: it is then folded anew.
    const bool is_restored = again->restore(saved).has_value();
    SINEW_ASSERT(is_restored || !is_own_);
    SINEW_ASSERT(!is_restored || again->save() == saved);
    if (const auto alarm = state_->alarm())
      SINEW_ASSERT(state_->decide(alarm->command.type, alarm->command.payload, {"a-1", alarm->at}));
  }

  const aggregate_kind& kind_;
  std::unique_ptr<folded_state> state_;
  bool is_own_ = true; // reached by its own decisions alone
};

} // namespace

auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  fuzz::fuzz_input input{data, size};
  history told{*input.one_of(fuzz::all_kinds())};
  for (int steps = 0; steps < 32 && !input.is_empty(); ++steps)
    told.take_step(input);
  return 0;
}
