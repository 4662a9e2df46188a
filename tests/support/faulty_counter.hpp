// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/counter_codec.hpp"

#include <memory>
#include <stdexcept>

namespace test {

/// A counter with a bug: it throws when it is set back, as no domain should.
class faulty_state final : public sinew::folded_state {
 public:
  auto decide(std::string_view command, sinew::bytes_view payload, const sinew::command_context& context) const
      -> sinew::result<sinew::verdict> override {
    if (command == "reset")
      throw std::logic_error{"a bug in the domain"};
    return sound_->decide(command, payload, context);
  }
  auto evolve(std::string_view event, sinew::bytes_view payload) -> sinew::result<void> override {
    return sound_->evolve(event, payload);
  }
  auto alarm() const -> std::optional<sinew::encoded_alarm> override { return sound_->alarm(); }
  auto save() const -> sinew::bytes override { return sound_->save(); }
  auto restore(sinew::bytes_view saved) -> sinew::result<void> override { return sound_->restore(saved); }

 private:
  std::unique_ptr<sinew::folded_state> sound_ = sinew::kind_of<counter>().birth();
};

class faulty_counter final : public sinew::aggregate_kind {
 public:
  auto name() const -> std::string_view override { return counter::name; }
  auto birth() const -> std::unique_ptr<sinew::folded_state> override { return std::make_unique<faulty_state>(); }
  auto commands() const -> std::vector<std::string_view> override { return sinew::kind_of<counter>().commands(); }
  auto events() const -> std::vector<std::string_view> override { return sinew::kind_of<counter>().events(); }
};

} // namespace test
