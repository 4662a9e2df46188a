// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/codec.hpp"
#include "actors/service.hpp"
#include "tests/support/counter.hpp"
#include "tests/support/counter_generated.h"

namespace test {

using builder = flatbuffers::FlatBufferBuilder;
template <class Table>
using written = flatbuffers::Offset<Table>;

/// The binary schema of counter.fbs. Static.
auto counter_schema() -> sinew::bytes_view;

/// The service "counting", which owns `counter` and reacts to nothing.
auto counting_service() -> sinew::service;

} // namespace test

// -- commands ---------------------------------------------------------------------------------------------------------

template <>
struct sinew::codec<test::counter::add> {
  using table = test::wire::CounterAdd;
  static constexpr std::string_view name = "add";
  static auto write(test::builder& b, const test::counter::add& c) -> test::written<table> {
    return test::wire::CreateCounterAdd(b, c.amount);
  }
  static auto read(const table& t, const command_context&) -> result<test::counter::add> {
    return test::counter::add{t.amount()};
  }
};

template <>
struct sinew::codec<test::counter::reset> {
  using table = test::wire::CounterReset;
  static constexpr std::string_view name = "reset";
  static auto write(test::builder& b, const test::counter::reset&) -> test::written<table> {
    return test::wire::CreateCounterReset(b);
  }
  static auto read(const table&, const command_context&) -> result<test::counter::reset> {
    return test::counter::reset{};
  }
};

template <>
struct sinew::codec<test::counter::remind> {
  using table = test::wire::CounterRemind;
  static constexpr std::string_view name = "remind";
  static auto write(test::builder& b, const test::counter::remind& c) -> test::written<table> {
    return test::wire::CreateCounterRemind(b, to_unix_ns(c.at));
  }
  static auto read(const table& t, const command_context&) -> result<test::counter::remind> {
    if (t.at() <= 0)
      return fail(errc::invalid_input, "remind: 'at' must be after 1970");
    return test::counter::remind{from_unix_ns(t.at())};
  }
};

template <>
struct sinew::codec<test::counter::ring> {
  using table = test::wire::CounterRing;
  static constexpr std::string_view name = "ring";
  static auto write(test::builder& b, const test::counter::ring&) -> test::written<table> {
    return test::wire::CreateCounterRing(b);
  }
  // What time it is, the receiver knows best.
  static auto read(const table&, const command_context& context) -> result<test::counter::ring> {
    return test::counter::ring{context.now};
  }
};

// -- events -----------------------------------------------------------------------------------------------------------

template <>
struct sinew::codec<test::counter::added> {
  using table = test::wire::CounterAdded;
  static constexpr std::string_view name = "added";
  static auto write(test::builder& b, const test::counter::added& e) -> test::written<table> {
    return test::wire::CreateCounterAdded(b, e.amount);
  }
  static auto read(const table& t) -> result<test::counter::added> { return test::counter::added{t.amount()}; }
};

template <>
struct sinew::codec<test::counter::was_reset> {
  using table = test::wire::CounterWasReset;
  static constexpr std::string_view name = "was_reset";
  static auto write(test::builder& b, const test::counter::was_reset&) -> test::written<table> {
    return test::wire::CreateCounterWasReset(b);
  }
  static auto read(const table&) -> result<test::counter::was_reset> { return test::counter::was_reset{}; }
};

template <>
struct sinew::codec<test::counter::reminded> {
  using table = test::wire::CounterReminded;
  static constexpr std::string_view name = "reminded";
  static auto write(test::builder& b, const test::counter::reminded& e) -> test::written<table> {
    return test::wire::CreateCounterReminded(b, to_unix_ns(e.at));
  }
  static auto read(const table& t) -> result<test::counter::reminded> {
    return test::counter::reminded{from_unix_ns(t.at())};
  }
};

template <>
struct sinew::codec<test::counter::rang> {
  using table = test::wire::CounterRang;
  static constexpr std::string_view name = "rang";
  static auto write(test::builder& b, const test::counter::rang&) -> test::written<table> {
    return test::wire::CreateCounterRang(b);
  }
  static auto read(const table&) -> result<test::counter::rang> { return test::counter::rang{}; }
};

// -- state ------------------------------------------------------------------------------------------------------------

template <>
struct sinew::codec<test::counter::state> {
  using table = test::wire::CounterState;
  static auto write(test::builder& b, const test::counter::state& s) -> test::written<table> {
    return test::wire::CreateCounterState(b, s.total, s.remind_at ? to_unix_ns(*s.remind_at) : 0, s.rings);
  }
  static auto read(const table& t) -> result<test::counter::state> {
    test::counter::state s{.total = t.total(), .remind_at = std::nullopt, .rings = t.rings()};
    if (t.remind_at() != 0)
      s.remind_at = from_unix_ns(t.remind_at());
    return s;
  }
};
