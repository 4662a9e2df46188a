// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "telemetry/tracer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace test {

/// A tracer that keeps what it is told. Samples all or nothing.
class recorded_spans final : public sinew::tracer {
 public:
  [[nodiscard]] auto samples(const sinew::uuid&) const -> bool override { return samples_all; }
  void record(sinew::span done) override { all.push_back(std::move(done)); }

  /// The one span of that name; fails the test when there is not exactly one.
  [[nodiscard]] auto named(std::string_view name) const -> sinew::span {
    const auto found = std::ranges::find(all, name, &sinew::span::name);
    EXPECT_EQ(std::ranges::count(all, name, &sinew::span::name), 1) << name;
    return found == all.end() ? sinew::span{} : *found;
  }

  bool samples_all = true;
  std::vector<sinew::span> all;
};

} // namespace test
