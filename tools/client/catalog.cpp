// SPDX-License-Identifier: Apache-2.0
#include "tools/client/catalog.hpp"

#include "actors/service.hpp"
#include "kernel/names.hpp"
#include "tools/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew {

namespace {

using nlohmann::json;

auto read_aggregate(const json& from) -> service_card::aggregate {
  return {.name = from.at("name"), .commands = from.at("commands"), .events = from.at("events")};
}

/// They become tokens of subjects.
auto has_valid_names(const service_card& card) -> bool {
  return is_valid_name(card.name) &&
         std::ranges::all_of(card.aggregates,
                             [](const service_card::aggregate& each) {
                               return is_valid_name(each.name) && std::ranges::all_of(each.commands, is_valid_name) &&
                                      std::ranges::all_of(each.events, is_valid_name);
                             }) &&
         std::ranges::all_of(card.read_models, is_valid_name, &service_card::read_model::name);
}

auto read_reaction(const json& from) -> service_card::reaction {
  return {.upstream = from.at("upstream"),
          .aggregate = from.at("aggregate"),
          .event = from.at("event"),
          .target = from.at("target"),
          .command = from.at("command"),
          .compensates = from.value("compensates", ""),
          .party = from.value("party", "")};
}

auto read_read_model(const json& from) -> service_card::read_model {
  service_card::read_model model{.name = from.at("name"),
                                 .version = from.at("version"),
                                 .aggregate = from.at("aggregate"),
                                 .row = from.at("row"),
                                 .columns = {},
                                 .searched = from.value("searched", false)};
  for (const auto& column : from.at("columns"))
    model.columns.push_back({column.at("name"), column.at("type")});
  return model;
}

} // namespace

auto service_card::find_read_model(std::string_view wanted) const -> const read_model* {
  const auto found = std::ranges::find(read_models, wanted, &read_model::name);
  return found == read_models.end() ? nullptr : &*found;
}

auto service_card::find(std::string_view wanted) const -> const aggregate* {
  const auto found = std::ranges::find(aggregates, wanted, &aggregate::name);
  return found == aggregates.end() ? nullptr : &*found;
}

auto parse_service_card(std::string_view text) -> result<service_card> {
  try {
    const auto from = json::parse(text);
    service_card card;
    card.name = from.at("service");
    card.stream = from.at("stream");
    for (const auto& aggregate : from.at("aggregates"))
      card.aggregates.push_back(read_aggregate(aggregate));
    for (const auto& reaction : from.at("reactions"))
      card.reactions.push_back(read_reaction(reaction));
    if (from.contains("read_models"))
      for (const auto& model : from.at("read_models"))
        card.read_models.push_back(read_read_model(model));
    if (!has_valid_names(card))
      return fail(errc::invalid_input, "this description of a service has names that are none");
    return card;
  } catch (const json::exception& wrong) { // the edge: nlohmann tells by throwing
    return fail(errc::invalid_input, fmt::format("this is no description of a service: {}", wrong.what()));
  }
}

auto catalog::find(std::string_view service) const -> const service_card* {
  const auto found = std::ranges::find(cards_, service, &service_card::name);
  return found == cards_.end() ? nullptr : &*found;
}

auto catalog::owner_of(std::string_view aggregate) const -> const service_card* {
  const auto found = std::ranges::find_if(cards_, [&](const auto& card) { return card.find(aggregate) != nullptr; });
  return found == cards_.end() ? nullptr : &*found;
}

auto catalog::aggregate_names() const -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const auto& card : cards_)
    for (const auto& aggregate : card.aggregates)
      names.push_back(aggregate.name);
  return names;
}

auto catalog::need_service(const std::string& name) const -> result<const service_card*> {
  if (const auto* card = find(name))
    return card;
  std::vector<std::string> names;
  for (const auto& card : cards_)
    names.push_back(card.name);
  return fail(errc::not_found, fmt::format("there is no service '{}', only {}{}", name, fmt::join(names, ", "),
                                           did_you_mean(name, names)));
}

auto catalog::need(std::string_view aggregate) const -> result<const service_card*> {
  if (const auto* card = owner_of(aggregate))
    return card;
  const auto names = aggregate_names();
  const auto hint = did_you_mean(aggregate, names);
  return fail(errc::unknown_type,
              fmt::format("no service has an aggregate '{}'{}", aggregate,
                          hint.empty() ? fmt::format("; there are {}", fmt::join(names, ", ")) : hint));
}

auto catalog::decode(std::string_view aggregate, std::string_view type, bytes_view payload) const
    -> result<ordered_json> {
  const auto* card = owner_of(aggregate);
  if (card == nullptr || !card->schema)
    return fail(errc::unknown_type, fmt::format("no registered service has an aggregate '{}'", aggregate));
  return read_payload(*card->schema, table_name(aggregate, type), payload);
}

} // namespace sinew
