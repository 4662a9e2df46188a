// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace sinew::gateway {

struct api_version;

/// A header or a part of the query that a route heeds.
struct told_parameter {
  std::string in; // "header", "query"
  std::string name;
  std::string text;
  bool is_required = false;
  nlohmann::ordered_json schema = {{"type", "string"}};
};

/// One of the answers that a route gives when all is well.
struct told_answer {
  unsigned status;
  std::string text;
  /// Name of the component that its body is: "Order", "Receipt"; empty: it has none, or one without a schema.
  std::string schema = {};
  std::string media_type = "application/json";
  /// It comes with the place of what was made.
  bool has_location = false;
};

/// What a route's row says about itself, for people and for programs that read `/openapi.json`.
struct operation {
  /// Which group it belongs to: "customers".
  std::string tag;
  std::string summary;
  /// Aggregate and command whose table the body is; empty: there is no body.
  std::string aggregate = {};
  std::string command = {};
  bool is_body_optional = false;
  /// Fields of that table that may not be sent.
  std::vector<std::string> given = {};
  nlohmann::ordered_json example = nullptr;
  std::vector<told_parameter> parameters = {};
  std::vector<told_answer> answers = {};
  /// How what it takes and answers is written; null: as the services write it.
  const api_version* seen_through = nullptr;
};

} // namespace sinew::gateway
