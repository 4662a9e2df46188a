// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/guarded_services.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/route_table.hpp"
#include "tools/client/list_reading.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace sinew::gateway {

/// A read model of a service as HTTP shows it: data for list_api.
struct resource_list {
  std::string_view path;      // "/v1/orders"
  std::string_view aggregate; // whose rows they are
  std::string_view service;
  std::string_view model;
  access needs = access::signed_in;
  /// The column that names the customer whom a row belongs to: other customers do not see it. Empty: rows are nobody's.
  std::string_view owner = {};
  /// What is true of each row that is shown, whatever is asked for.
  std::vector<list_filter> always = {};
};

/// Serves `GET <path>`: rows of a read model, in pages. Loop's thread.
///   {"items":[…],"next":"…"}
/// with `Link: <…>; rel="next"` where there is more, and `Sinew-Position`: how far the rows have seen the service's log.
class list_api {
 public:
  /// Both must outlive it.
  list_api(guarded_services& services, const registry_mirror& known, std::vector<resource_list> lists)
      : services_{services}, known_{known}, lists_{std::move(lists)} {}

  /// Rows that call this, which must outlive them.
  auto routes() -> std::vector<route>;

 private:
  void show(const resource_list& what, const call& made, const http_answer& answer);

  guarded_services& services_;
  const registry_mirror& known_;
  std::vector<resource_list> lists_;
};

/// Only what is theirs: a customer's own rows. A problem: they ask for somebody else's.
auto keep_to_own(list_question& wanted, std::string_view owner, const identity& who) -> std::optional<problem>;

/// A row with its times as people write them, by what its model says of its columns; without those that have not come yet.
auto shown_row(ordered_json row, const service_card::read_model* by) -> ordered_json;

} // namespace sinew::gateway
