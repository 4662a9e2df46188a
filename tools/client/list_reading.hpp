// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "schemas/listing_generated.h"
#include "tools/client/catalog.hpp"
#include "tools/client/client.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// Only rows of which this is true; see `ListFilter` in schemas/listing.fbs.
struct list_filter {
  std::string column;
  wire::Comparison comparison = wire::Comparison::equal;
  std::string value;
};

/// "customer=c-1", "total>=1000", "stage!=cancelled"; also < <= >. invalid_input: there is no comparison in it.
auto parse_list_filter(std::string_view text) -> result<list_filter>;

/// Which rows of which read model are wanted; see `ListQuery` in schemas/listing.fbs.
struct list_question {
  std::string service;
  std::string model;
  std::vector<list_filter> filters = {};
  std::string search = {};
  std::string sort = {};
  std::uint32_t limit = 0;
  std::string cursor = {};
  std::uint64_t at_least = 0;
};

struct listed {
  /// As JSON, by the table that the model's description names.
  std::vector<ordered_json> rows;
  /// For the next page; empty: this is the last.
  std::string next;
  /// The rows have seen the service's stream up to there.
  std::uint64_t position = 0;
};

/// Asks any instance of the service for rows, again while nobody answers or the position asked for has not been seen, for as
/// long as `patience`. Loop's thread; `with` must outlive the answer.
/// unknown_type: no such service, or it has no such read model. invalid_input: what the service finds wrong with the question (column,
/// value, limit, cursor …). unavailable, outcome_unknown, overloaded: nobody could answer in time.
void ask_list(client& with, std::shared_ptr<const catalog> known, list_question what,
              std::chrono::milliseconds patience, completion<listed> done);

} // namespace sinew
