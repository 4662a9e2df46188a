// SPDX-License-Identifier: Apache-2.0
#include "bridge/subjects.hpp"
#include "tools/describe/saga_graph.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew {

namespace {

auto aggregate_text(const service_card::aggregate& aggregate) -> std::string {
  return fmt::format("  {}\n    commands  {:<24} {}\n    events    {:<24} {}\n", aggregate.name,
                     subject::commands(aggregate.name), fmt::join(aggregate.commands, ", "),
                     subject::events(aggregate.name), fmt::join(aggregate.events, ", "));
}

auto reaction_text(const service_card::reaction& row, std::size_t width) -> std::string {
  auto text = fmt::format("    {:<{}} -> {} {}", row.aggregate + "." + row.event, width, row.target, row.command);
  if (!row.party.empty())
    text += fmt::format("  (asks the {})", row.party);
  if (!row.compensates.empty())
    text += fmt::format("  (undoes {})", row.compensates);
  return text + "\n";
}

auto read_model_text(const service_card::read_model& model) -> std::string {
  std::vector<std::string> columns;
  for (const auto& each : model.columns)
    columns.push_back(each.name);
  return fmt::format("    {:<24} {} of {}, version {}; columns {}{}\n", model.name, model.row, model.aggregate,
                     model.version, fmt::join(columns, ", "), model.searched ? "; searched by words" : "");
}

auto service_text(const service_card& card) -> std::string {
  auto text = fmt::format("service {}  (stream {}, queries {})\n", card.name, card.stream, subject::queries(card.name));
  for (const auto& aggregate : card.aggregates)
    text += aggregate_text(aggregate);
  std::size_t width = 0;
  for (const auto& row : card.reactions)
    width = std::max(width, row.aggregate.size() + row.event.size() + 1);
  if (!card.reactions.empty())
    text += "  whenever\n";
  for (const auto& row : card.reactions)
    text += reaction_text(row, width);
  if (!card.read_models.empty())
    text += "  lists\n";
  for (const auto& model : card.read_models)
    text += read_model_text(model);
  return text + "\n";
}

auto finding_text(std::string_view title, const std::vector<std::string>& found) -> std::string {
  auto text = fmt::format("{}{}\n", title, found.empty() ? ": none" : ":");
  for (const auto& line : found)
    text += fmt::format("  {}\n", line);
  return text;
}

auto reaction_json(const service_card::reaction& row) -> ordered_json {
  ordered_json json{{"upstream", row.upstream},
                    {"aggregate", row.aggregate},
                    {"event", row.event},
                    {"target", row.target},
                    {"command", row.command}};
  if (!row.compensates.empty())
    json["compensates"] = row.compensates;
  if (!row.party.empty())
    json["party"] = row.party;
  return json;
}

auto read_model_json(const service_card::read_model& model) -> ordered_json {
  auto columns = ordered_json::array();
  for (const auto& each : model.columns)
    columns.push_back({{"name", each.name}, {"type", each.type}});
  return {{"name", model.name}, {"version", model.version},      {"aggregate", model.aggregate},
          {"row", model.row},   {"columns", std::move(columns)}, {"searched", model.searched}};
}

auto service_json(const service_card& card) -> ordered_json {
  auto aggregates = ordered_json::array();
  for (const auto& a : card.aggregates)
    aggregates.push_back({{"name", a.name}, {"commands", a.commands}, {"events", a.events}});
  auto reactions = ordered_json::array();
  for (const auto& row : card.reactions)
    reactions.push_back(reaction_json(row));
  auto lists = ordered_json::array();
  for (const auto& model : card.read_models)
    lists.push_back(read_model_json(model));
  return {{"service", card.name},
          {"stream", card.stream},
          {"aggregates", std::move(aggregates)},
          {"reactions", std::move(reactions)},
          {"read_models", std::move(lists)}};
}

} // namespace

auto describe_as_text(const catalog& known, const saga_findings& findings) -> std::string {
  std::string text;
  for (const auto& card : known.services())
    text += service_text(card);
  text += finding_text("Mistakes in the tables", findings.broken);
  text += finding_text("Events nobody handles (fine where something ends)", findings.unhandled);
  text += finding_text("Steps without compensation (fine where nothing behind them can fail)", findings.uncompensated);
  text += finding_text("Circles (each needs an end)", findings.cycles);
  text.pop_back();
  return text;
}

auto describe_as_mermaid(const catalog& known) -> std::string {
  std::string text = "flowchart LR\n";
  for (const auto& card : known.services()) {
    text += fmt::format("  subgraph service_{0}[\"{0}\"]\n", card.name);
    for (const auto& aggregate : card.aggregates)
      text += fmt::format("    {0}_[\"{0}\"]\n", aggregate.name); // the underscore: `end` is a word of Mermaid's
    text += "  end\n";
  }
  for (const auto& card : known.services())
    for (const auto& row : card.reactions)
      text += fmt::format("  {}_ {}|\"{} → {}\"| {}_\n", row.aggregate, row.compensates.empty() ? "-->" : "-.->",
                          row.event, row.command, row.target);
  text.pop_back();
  return text;
}

auto describe_as_json(const catalog& known, const saga_findings& findings) -> ordered_json {
  auto services = ordered_json::array();
  for (const auto& card : known.services())
    services.push_back(service_json(card));
  return {{"services", std::move(services)},
          {"findings",
           {{"mistakes", findings.broken},
            {"unhandled_events", findings.unhandled},
            {"steps_without_compensation", findings.uncompensated},
            {"circles", findings.cycles}}}};
}

} // namespace sinew
