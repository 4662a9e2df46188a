// SPDX-License-Identifier: Apache-2.0
#include "gateway/order_view.hpp"

#include <algorithm>

namespace sinew::gateway {

namespace {

constexpr std::size_t shown_of_a_card = 4;

auto masked(std::string number) -> std::string {
  const auto hidden = number.size() > 2 * shown_of_a_card ? number.size() - shown_of_a_card : number.size();
  std::fill_n(number.begin(), hidden, '*');
  return number;
}

/// Nanoseconds are more than a number in JavaScript holds.
auto as_time(const ordered_json& nanoseconds) -> std::string {
  return to_rfc3339(from_unix_ns(nanoseconds.get<std::int64_t>()));
}

} // namespace

auto last_events_of_an_order() -> const std::vector<std::string>& {
  static const std::vector<std::string> events{"confirmed", "cancelled"};
  return events;
}

auto ends_an_order(std::string_view event) -> bool {
  return std::ranges::find(last_events_of_an_order(), event) != last_events_of_an_order().end();
}

auto order_resource(const ordered_json& answer) -> ordered_json {
  ordered_json order{{"id", answer.at("id")}, {"version", answer.at("version")}, {"position", answer.at("position")}};
  for (const auto& [name, value] : answer.at("state").items()) {
    if (name == "deadline" && value.is_number_integer())
      order[name] = as_time(value);
    else if (!value.is_string() || !value.get_ref<const std::string&>().empty())
      order[name] = value;
  }
  return order;
}

auto has_ended(const ordered_json& resource) -> bool {
  const auto stage = resource.find("stage");
  return stage != resource.end() && stage->is_string() && ends_an_order(stage->get_ref<const std::string&>());
}

auto receipt_resource(std::string_view id, const receipt& how) -> ordered_json {
  return {{"id", id}, {"version", how.version}, {"position", how.position}};
}

auto order_path(std::string_view id) -> std::string {
  return "/v1/orders/" + std::string{id};
}

void make_public(ordered_json& data) {
  if (const auto deadline = data.find("deadline"); deadline != data.end() && deadline->is_number_integer())
    *deadline = as_time(*deadline);
  const auto payment = data.find("payment");
  if (payment == data.end() || !payment->is_object())
    return;
  if (const auto card = payment->find("card"); card != payment->end() && card->is_string())
    *card = masked(card->get<std::string>());
}

auto json_response(unsigned status, const ordered_json& body, http_headers more) -> http_response {
  http_response made{.status = status,
                     .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
                     .body = one_line(body) + "\n",
                     .stream = {}};
  std::ranges::move(more, std::back_inserter(made.headers));
  return made;
}

} // namespace sinew::gateway
