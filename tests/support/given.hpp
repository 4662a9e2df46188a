// SPDX-License-Identifier: Apache-2.0
#pragma once

// A rule of a domain as a sentence: history, command, outcome.
//
//     given<order>(placed, confirmed).when(order::cancel{}).refused(order::refusal::already_confirmed);
//     given<order>(placed).when(order::confirm{}).then(order::confirmed{…});
//     given<order>(cancelled).when(order::cancel{}).then_nothing();
//     EXPECT_EQ(given<order>(placed).state().total, euros(24));
//
// Events are compared and printed field by field (Boost.PFR), so domains need not declare operators for tests. Events
// are aggregates; the types of their fields have `==`, or are aggregates themselves.

#include "kernel/decision.hpp"

#include <gtest/gtest.h>
#include <boost/pfr.hpp>
#include <source_location>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace sinew::testing {

template <class T>
concept comparable = requires(const T& a, const T& b) {
  { a == b } -> std::convertible_to<bool>;
};

/// Equal field by field; empty events of one type are equal.
template <class T>
auto same(const T& a, const T& b) -> bool {
  if constexpr (comparable<T>)
    return a == b;
  else if constexpr (std::is_empty_v<T>)
    return true;
  else
    return boost::pfr::eq_fields(a, b);
}

template <class... Ts>
auto same(const std::variant<Ts...>& a, const std::variant<Ts...>& b) -> bool {
  return a.index() == b.index() &&
         std::visit([&b]<class T>(const T& left) { return same(left, *std::get_if<T>(&b)); }, a);
}

/// "order::placed(…, …)".
template <class T>
auto shown(const T& event) -> std::string {
  std::string text = ::testing::internal::GetTypeName<T>() + "(";
  if constexpr (!std::is_empty_v<T>)
    boost::pfr::for_each_field(event, [&text](const auto& field, std::size_t index) {
      text += (index == 0 ? "" : ", ") + ::testing::PrintToString(field);
    });
  return text + ")";
}

template <class Event>
auto shown(const std::vector<Event>& events) -> std::string {
  std::string text;
  for (const auto& event : events)
    text += "\n  " + std::visit([](const auto& e) { return shown(e); }, event);
  return events.empty() ? "\n  nothing" : text;
}

/// What a domain answered; each of the three asserts, at the line where the command was given.
template <class Domain>
class outcome {
 public:
  using event = typename Domain::event;

  outcome(decision<Domain> answer, std::source_location where) : answer_{std::move(answer)}, where_{where} {}

  /// Exactly these events, in this order.
  template <class... Events>
  void then(Events... expected) const {
    check(std::vector<event>{event{std::move(expected)}...});
  }
  void then_nothing() const { check({}); }

  void refused(typename Domain::refusal why) const {
    if (!answer_.is_refused())
      fail("expected the refusal " + std::string{to_string(why)} + ", got:" + shown(answer_.events()));
    else if (*answer_.refusal() != why)
      fail("expected the refusal " + std::string{to_string(why)} + ", got " +
           std::string{to_string(*answer_.refusal())});
  }

 private:
  void check(const std::vector<event>& expected) const {
    if (answer_.is_refused())
      return fail("expected:" + shown(expected) + "\ngot the refusal " + std::string{to_string(*answer_.refusal())});
    const auto& actual = answer_.events();
    bool equal = actual.size() == expected.size();
    for (std::size_t i = 0; equal && i < actual.size(); ++i)
      equal = same(actual[i], expected[i]);
    if (!equal)
      fail("expected:" + shown(expected) + "\ngot:" + shown(actual));
  }

  void fail(const std::string& what) const {
    ADD_FAILURE_AT(where_.file_name(), static_cast<int>(where_.line())) << what;
  }

  decision<Domain> answer_;
  std::source_location where_;
};

/// An aggregate to which some things have happened.
template <class Domain>
class history {
 public:
  explicit history(typename Domain::state state) : state_{std::move(state)} {}

  auto when(typename Domain::command command, std::source_location where = std::source_location::current()) const
      -> outcome<Domain> {
    return {Domain::decide(state_, command), where};
  }
  [[nodiscard]] auto state() const -> const typename Domain::state& { return state_; }

 private:
  typename Domain::state state_;
};

/// `given<order>()` is an order that nobody has heard of.
template <class Domain, class... Events>
auto given(Events... happened) -> history<Domain> {
  typename Domain::state state;
  ((state = Domain::evolve(std::move(state), typename Domain::event{std::move(happened)})), ...);
  return history<Domain>{std::move(state)};
}

/// Gives `s` a command and lets the answer happen to it: what properties over random commands are made of.
template <class Domain>
auto happens(typename Domain::state& s, const typename Domain::command& command)
    -> std::vector<typename Domain::event> {
  const auto answer = Domain::decide(s, command);
  for (const auto& event : answer.events())
    s = Domain::evolve(std::move(s), event);
  return answer.events();
}

} // namespace sinew::testing
