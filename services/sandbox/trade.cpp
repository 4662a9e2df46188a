// SPDX-License-Identifier: Apache-2.0
#include "services/sandbox/trade.hpp"

#include <algorithm>

namespace shop {

namespace {

using nlohmann::json;
using sinew::errc;
using sinew::fail;
using kind = ruling::kind;

// Later than any deadline that a caller should have.
constexpr std::chrono::seconds slow{8};
constexpr unsigned failures_of_failing_card = 2;

auto is_digits(std::string_view text) -> bool {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The check digit of card numbers (ISO/IEC 7812-1, annex B; H. P. Luhn, 1960).
auto passes_luhn(std::string_view number) -> bool {
  int sum = 0;
  bool doubled = false;
  for (auto digit = number.rbegin(); digit != number.rend(); ++digit, doubled = !doubled) {
    const int value = (*digit - '0') * (doubled ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 == 0;
}

auto is_card_number(std::string_view number) -> bool {
  return number.size() >= 12 && number.size() <= 19 && is_digits(number) && passes_luhn(number);
}

auto judge_card(const json& wanted, unsigned failures) -> ruling {
  const auto& number = wanted["card"].get_ref<const std::string&>();
  if (number == "4000000000000002")
    return {kind::denied, "card_declined", {}};
  if (number == "4000000000000119" && failures < failures_of_failing_card)
    return {kind::broken, {}, {}};
  if (number == "4000000000006975")
    return {kind::granted, {}, slow};
  if (number == "4242424242424242" || number == "4000000000000119" || is_card_number(number))
    return {kind::granted, {}, {}};
  return {kind::denied, "invalid_card", {}};
}

auto charge_details(const json& wanted) -> sinew::result<json> {
  const auto is_text = [&](const char* field) { return wanted.contains(field) && wanted[field].is_string(); };
  if (!wanted.contains("amount") || !wanted["amount"].is_number_integer() || wanted["amount"] < 0)
    return fail(errc::invalid_input, "amount must be a whole number of smallest units, not negative");
  if (!is_text("currency") || wanted["currency"].get_ref<const std::string&>().size() != 3)
    return fail(errc::invalid_input, "currency must be a code of three letters");
  if (!is_text("card"))
    return fail(errc::invalid_input, "card must be a text");
  const auto& number = wanted["card"].get_ref<const std::string&>();
  const auto last = number.size() > 4 ? number.substr(number.size() - 4) : std::string{};
  return json{{"amount", wanted["amount"]}, {"currency", wanted["currency"]}, {"card_ending", last}};
}

auto judge_address(const json& wanted, unsigned) -> ruling {
  const auto postcode = wanted.value("postcode", "");
  if (postcode == "00000")
    return {kind::denied, "undeliverable", {}};
  return {kind::granted, {}, postcode == "99999" ? slow : std::chrono::seconds{0}};
}

auto booking_details(const json& wanted) -> sinew::result<json> {
  auto details = json::object();
  for (const auto* field : {"name", "street", "postcode", "city", "country"}) {
    if (!wanted.contains(field))
      continue;
    if (!wanted[field].is_string())
      return fail(errc::invalid_input, std::string{field} + " must be a text");
    details[field] = wanted[field];
  }
  return details;
}

} // namespace

auto charges() -> trade {
  return {.name = "charges",
          .granted = "approved",
          .denied = "declined",
          .proof = "reference",
          .proof_prefix = "ch-",
          .details = charge_details,
          .judge = judge_card};
}

auto bookings() -> trade {
  return {.name = "bookings",
          .granted = "booked",
          .denied = "refused",
          .proof = "tracking",
          .proof_prefix = "tr-",
          .details = booking_details,
          .judge = judge_address};
}

} // namespace shop
