// SPDX-License-Identifier: Apache-2.0
#pragma once

// What every codec must keep: values come back from their bytes, and the schema has a table for each of them.

#include "actors/codec.hpp"
#include "actors/service.hpp"
#include "tests/support/given.hpp"

#include <flatbuffers/reflection.h>
#include <gtest/gtest.h>

namespace sinew::testing {

/// Encoded and decoded, `value` is the same again. `context` is that of a command, nothing for events and states.
template <class Value, class... Context>
void comes_back(const Value& value, const Context&... context) {
  const auto back = decode<Value>(encode(value), context...);
  ASSERT_TRUE(back) << shown(value) << ": " << back.error().what;
  EXPECT_TRUE(same(*back, value)) << shown(*back) << "\nis not " << shown(value);
}

/// What is wrong with the bytes of `value`, or "nothing".
template <class Value, class... Context>
auto fault_of(const Value& value, const Context&... context) -> std::string {
  const auto back = decode<Value>(encode(value), context...);
  return back ? "nothing" : back.error().what;
}

/// The schema that the service publishes names a table for each command, event and state of its aggregates.
inline void expect_a_table_for_everything(const service& s) {
  const auto* schema = reflection::GetSchema(s.schema.data());
  const auto expect_table = [schema](std::string_view aggregate, std::string_view type) {
    const auto name = "shop.wire." + table_name(aggregate, type);
    EXPECT_NE(schema->objects()->LookupByKey(name.c_str()), nullptr) << name;
  };
  for (const auto* kind : s.aggregates) {
    expect_table(kind->name(), "state");
    for (const auto command : kind->commands())
      expect_table(kind->name(), command);
    for (const auto event : kind->events())
      expect_table(kind->name(), event);
  }
}

} // namespace sinew::testing
