// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/client/catalog.hpp"

#include <string>
#include <vector>

namespace sinew {

/// What the tables of reactions say when they are laid side by side. Pure.
struct saga_findings {
  /// "order.confirmed": events to which no service reacts. Allowed for those that end something.
  std::vector<std::string> unhandled;
  /// "payment charge": steps forward which no row undoes. Allowed for those behind which nothing can fail.
  std::vector<std::string> uncompensated;
  /// "order -> reservation -> payment -> order": kinds of aggregates that answer one another. Normal in a choreography;
  /// listed because a circle that nothing ends would run for ever.
  std::vector<std::string> cycles;
  /// "shipping reacts to payment.charged, which payment does not declare": always a mistake.
  std::vector<std::string> broken;
};

auto find_in(const catalog& known) -> saga_findings;

/// The subjects, aggregates and reactions of all services, and the findings, for people.
auto describe_as_text(const catalog& known, const saga_findings& findings) -> std::string;
/// The saga graph as a Mermaid flow chart: a box per kind of aggregate, an arrow per reaction, dashed where it undoes.
auto describe_as_mermaid(const catalog& known) -> std::string;
auto describe_as_json(const catalog& known, const saga_findings& findings) -> ordered_json;

} // namespace sinew
