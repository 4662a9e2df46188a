// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/registry_mirror.hpp"
#include "gateway/saga_table.hpp"
#include "tools/client/list_reading.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sinew::gateway {

/// Some orders, and where the next ones begin; empty: these are the last.
struct saga_page {
  std::vector<saga_row> rows;
  std::string next;
};

/// An order as the read model `orders` lists it.
auto saga_of_order(const ordered_json& row) -> saga_row;

/// All orders, however old, from the order service's read model. A moment behind the log. Loop's thread.
class saga_list {
 public:
  /// Both must outlive it, and it its answers.
  saga_list(client& with, const registry_mirror& known) : with_{with}, known_{known} {}

  /// Those of that state ("running", "completed", "compensated"; empty: all), the newest first; `cursor` as `next` of the page before.
  /// unknown_type: nobody keeps such a list. invalid_input: what the service says of the cursor. unavailable, outcome_unknown,
  /// overloaded: nobody could answer soon.
  void ask(std::string_view state, std::uint32_t limit, std::string cursor, completion<saga_page> done);

  /// Those of these ids, at most some dozens, in their order. What is no order is left out. Errors as above.
  void ask_for(const std::vector<std::string>& ids, completion<std::vector<saga_row>> done);

 private:
  client& with_;
  const registry_mirror& known_;
};

} // namespace sinew::gateway
