// SPDX-License-Identifier: Apache-2.0
#include "gateway/order_pricing.hpp"

#include "gateway/decimal_amount.hpp"
#include "gateway/problem_of.hpp"
#include "gateway/resource_view.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew::gateway {

namespace {

// As many as an order may have; the service refuses more.
constexpr std::size_t most_lines = 100;

/// For an order that is there: nobody will read it, and a line must have one.
const ordered_json any_price{{"units", 0}, {"currency", "EUR"}};

/// What the service would refuse as it stands needs no price.
auto can_be_priced(const ordered_json& fields) -> bool {
  const auto& lines = fields.at("lines");
  return !lines.empty() && lines.size() <= most_lines && std::ranges::all_of(lines, [](const ordered_json& line) {
    return is_valid_id(line.at("sku").get<std::string>());
  });
}

/// An order of which only a cart's vain try is known can still be placed.
auto was_placed(const ordered_json& order) -> bool {
  return flat_resource(order).value("stage", "unknown") != "unknown";
}

auto is_same_amount(const ordered_json& a, const ordered_json& b) -> bool {
  return a.at("units") == b.at("units") && a.at("currency") == b.at("currency");
}

auto amount(const ordered_json& money) -> std::string {
  const auto currency = money.at("currency").get<std::string>();
  return fmt::format("{} {}", decimal_of(money.at("units").get<std::int64_t>(), currency), currency);
}

/// Puts the price into the line, or says what is wrong with it.
auto price_line(ordered_json& line, std::size_t number, const result<ordered_json>& price) -> std::optional<problem> {
  const auto field = fmt::format("lines[{}]", number);
  if (!price && price.error().code != errc::conflict)
    return problem_of(price.error());
  if (!price)
    return problem{409, price.error().what,
                   fmt::format("{}: '{}' is not for sale", field, line.at("sku").get<std::string>()), field + ".sku"};
  const auto seen = line.find("price");
  if (seen != line.end() && !is_same_amount(*seen, *price))
    return problem{409, "price_changed", fmt::format("{}: one piece costs {} now", field, amount(*price)),
                   field + ".price"};
  line["price"] = *price;
  return std::nullopt;
}

} // namespace

struct order_pricing::pricing {
  std::shared_ptr<command_draft> draft;
  next_step next;
  std::vector<result<ordered_json>> prices = {};
  std::size_t missing = 0;
};

void order_pricing::complete(const std::shared_ptr<command_draft>& draft, next_step next) {
  const auto as_sent = door_.write({.aggregate = "order",
                                    .command = "place",
                                    .id = draft->id,
                                    .command_id = {},
                                    .actor = {},
                                    .fields = draft->fields});
  if (!as_sent)
    return next(problem_of(as_sent.error()));
  if (!can_be_priced(draft->fields))
    return next(std::nullopt);
  const auto p = std::make_shared<pricing>(pricing{draft, std::move(next)});
  const auto& lines = draft->fields.at("lines");
  p->missing = lines.size();
  p->prices.assign(lines.size(), fail(errc::unavailable, ""));
  for (std::size_t i = 0; i < lines.size(); ++i)
    prices_.ask(lines.at(i).at("sku").get<std::string>(), [this, p, i](result<ordered_json> price) {
      p->prices.at(i) = std::move(price);
      if (--p->missing == 0)
        on_prices(p);
    });
}

void order_pricing::on_prices(const std::shared_ptr<pricing>& p) {
  auto lines = p->draft->fields.at("lines");
  std::optional<problem> wrong;
  for (std::size_t i = 0; i < lines.size() && !wrong; ++i)
    wrong = price_line(lines.at(i), i, p->prices.at(i));
  if (wrong)
    return excuse_repetition(p, std::move(*wrong));
  p->draft->fields["lines"] = std::move(lines);
  p->next(std::nullopt);
}

/// What is there cannot be placed again: its service knows a repetition by the command's id, and refuses all else.
void order_pricing::excuse_repetition(const std::shared_ptr<pricing>& p, problem why) {
  services_.ask({"order", p->draft->id}, [p, why = std::move(why)](const result<ordered_json>& order) {
    if (!order || !was_placed(*order))
      return p->next(why);
    for (auto& line : p->draft->fields.at("lines"))
      line["price"] = any_price;
    p->next(std::nullopt);
  });
}

} // namespace sinew::gateway
