// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/guarded_services.hpp"
#include "gateway/saga_table.hpp"

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
  /// Both must outlive its answers.
  saga_list(loop& where, guarded_services& services) : where_{where}, services_{services} {}

  /// Those of that state ("running", "completed", "compensated"; empty: all), the newest first; `cursor` as `next` of the page before.
  /// unknown_type: nobody keeps such a list. invalid_input: what the service says of the cursor. unavailable, outcome_unknown,
  /// overloaded, deadline_exceeded: nobody could answer soon, or the service is left alone for a moment.
  void ask(std::string_view state, std::uint32_t limit, std::string cursor, completion<saga_page> done);

  /// Those of these ids, at most some dozens, in their order. What is no order is left out. Errors as above.
  void ask_for(const std::vector<std::string>& ids, completion<std::vector<saga_row>> done);

 private:
  loop& where_;
  guarded_services& services_;
};

} // namespace sinew::gateway
