// SPDX-License-Identifier: Apache-2.0
#include "gateway/api_version.hpp"

#include "gateway/decimal_amount.hpp"

#include <fmt/format.h>

namespace sinew::gateway {

namespace {

auto currency_in(const ordered_json& money) -> std::string {
  const auto found = money.find("currency");
  return found != money.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

void show_amounts(ordered_json& in) {
  if (in.is_object() && in.contains("currency") && in.contains("units")) {
    const auto currency = currency_in(in);
    in = {{"amount", decimal_of(in.at("units").get<std::int64_t>(), currency)}, {"currency", currency}};
    return;
  }
  if (in.is_structured())
    for (auto& each : in)
      show_amounts(each);
}

auto wrong(const std::string& field, std::string_view why) -> problem {
  return {400, "invalid_input", fmt::format("{}: {}", field, why), field};
}

/// What is left, or wrong beside it, the services' own schema tells.
auto read_amount(ordered_json& money, const std::string& at) -> std::optional<problem> {
  if (money.contains("units"))
    return wrong(at + ".units", "is of /v1; here an amount is text, like \"amount\": \"12.50\"");
  const auto amount = money.find("amount");
  if (amount == money.end())
    return wrong(at + ".amount", "is missing");
  if (!amount->is_string())
    return wrong(at + ".amount", "expected text, like \"12.50\"");
  const auto units = units_of(amount->get_ref<const std::string&>(), currency_in(money));
  if (!units)
    return wrong(at + ".amount", units.error().what);
  money["units"] = *units;
  money.erase("amount");
  return std::nullopt;
}

/// `at`: where `in` stands in the body; empty: it is the body, which is no amount.
auto read_amounts(ordered_json& in, const std::string& at) -> std::optional<problem> {
  if (!at.empty() && in.is_object() && (in.contains("currency") || in.contains("amount")))
    return read_amount(in, at);
  std::optional<problem> found;
  if (in.is_object())
    for (auto member = in.begin(); member != in.end() && !found; ++member)
      found = read_amounts(*member, at.empty() ? member.key() : at + "." + member.key());
  else if (in.is_array())
    for (std::size_t i = 0; i < in.size() && !found; ++i)
      found = read_amounts(in[i], fmt::format("{}[{}]", at, i));
  return found;
}

auto describe_amount(const ordered_json& money) -> ordered_json {
  const ordered_json amount{{"type", "string"},
                            {"pattern", R"(^-?(0|[1-9][0-9]*)(\.[0-9]+)?$)"},
                            {"description", "With at most as many digits behind the point as the currency has."},
                            {"examples", ordered_json::array({"12.50"})}};
  return {{"type", "object"},
          {"description", "An amount as people write it."},
          {"properties", {{"amount", amount}, {"currency", money.at("properties").at("currency")}}},
          {"required", {"amount", "currency"}},
          {"additionalProperties", false}};
}

} // namespace

auto api_version::path(std::string_view resources) const -> std::string {
  return fmt::format("/{}/{}", name, resources);
}

auto first_version() -> const api_version& {
  static const api_version v1{.name = "v1"};
  return v1;
}

auto second_version() -> const api_version& {
  static const api_version v2{.name = "v2",
                              .show = show_amounts,
                              .read = [](ordered_json& sent) { return read_amounts(sent, {}); },
                              .table = "Money",
                              .describe = describe_amount};
  return v2;
}

} // namespace sinew::gateway
