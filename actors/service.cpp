// SPDX-License-Identifier: Apache-2.0
#include "actors/service.hpp"

#include "schemas/message.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sinew {

namespace {

void append_camel(std::string& to, std::string_view name) {
  bool start = true;
  for (const char c : name) {
    if (c == '_') {
      start = true;
      continue;
    }
    to += start && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    start = false;
  }
}

auto read_model_json(const read_model& model) -> nlohmann::json {
  auto columns = nlohmann::json::array();
  for (const auto& column : model.columns())
    columns.push_back({{"name", column.name}, {"type", to_string(column.type)}});
  return {{"name", model.name()},     {"version", model.version()},    {"aggregate", model.aggregate()},
          {"row", model.row_table()}, {"columns", std::move(columns)}, {"searched", model.is_searched()}};
}

auto upper(std::string_view name) -> std::string {
  std::string text;
  for (const char c : name)
    text += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

} // namespace

auto service::find(std::string_view aggregate) const -> const aggregate_kind* {
  for (const auto* kind : aggregates)
    if (kind->name() == aggregate)
      return kind;
  return nullptr;
}

auto service::find_read_model(std::string_view wanted) const -> const read_model* {
  for (const auto* model : read_models)
    if (model->name() == wanted)
      return model;
  return nullptr;
}

auto table_name(std::string_view aggregate, std::string_view type) -> std::string {
  std::string name;
  append_camel(name, aggregate);
  append_camel(name, type);
  return name;
}

auto describe(const service& s) -> std::string {
  using nlohmann::json;
  json aggregates = json::array();
  for (const auto* kind : s.aggregates)
    aggregates.push_back({{"name", kind->name()}, {"commands", kind->commands()}, {"events", kind->events()}});
  json reactions = json::array();
  for (const auto& r : s.reactions) {
    json row = {{"upstream", r.upstream},
                {"aggregate", r.aggregate},
                {"event", r.event},
                {"target", r.target},
                {"command", r.command}};
    if (!r.compensates.empty())
      row["compensates"] = r.compensates;
    if (!r.party.empty())
      row["party"] = r.party;
    reactions.push_back(std::move(row));
  }
  json models = json::array();
  for (const auto* model : s.read_models)
    models.push_back(read_model_json(*model));
  json all = {{"service", s.name},
              {"stream", "EVT_" + upper(s.name)},
              {"schema", fmt::format("{:016x}", schema_hash(s.schema))},
              {"aggregates", std::move(aggregates)},
              {"reactions", std::move(reactions)}};
  if (!models.empty())
    all["read_models"] = std::move(models);
  return all.dump();
}

} // namespace sinew
