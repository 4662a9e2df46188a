// SPDX-License-Identifier: Apache-2.0
#include "gateway/order_view.hpp"

#include "gateway/resource_view.hpp"

#include <algorithm>

namespace sinew::gateway {

namespace {

constexpr std::size_t shown_of_a_card = 4;

auto masked(std::string number) -> std::string {
  const auto hidden = number.size() > 2 * shown_of_a_card ? number.size() - shown_of_a_card : number.size();
  std::fill_n(number.begin(), hidden, '*');
  return number;
}

} // namespace

auto ends_an_order(std::string_view event) -> bool {
  return event == "confirmed" || event == "cancelled";
}

auto has_ended(const ordered_json& resource) -> bool {
  const auto stage = resource.find("stage");
  return stage != resource.end() && stage->is_string() && ends_an_order(stage->get_ref<const std::string&>());
}

auto order_path(std::string_view id, const api_version& in) -> std::string {
  return in.path("orders").append("/").append(id);
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

} // namespace sinew::gateway
