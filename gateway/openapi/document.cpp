// SPDX-License-Identifier: Apache-2.0
#include "gateway/openapi/document.hpp"

#include "actors/service.hpp"
#include "gateway/openapi/json_schema.hpp"
#include "gateway/openapi/resource_operation.hpp"
#include "gateway/openapi/versioned_schema.hpp"

#include <algorithm>
#include <cctype>

namespace sinew::gateway {

namespace {

const ordered_json counted{{"type", "integer"}, {"minimum", 0}};

auto problem_schema() -> ordered_json {
  const ordered_json text{{"type", "string"}};
  return {{"type", "object"},
          {"description", "What is wrong (RFC 9457). Programs read `type`, people `detail`."},
          {"properties",
           {{"type", {{"type", "string"}, {"description", "urn:sinew:problem:<word>"}}},
            {"title", text},
            {"status", {{"type", "integer"}, {"minimum", 400}, {"maximum", 599}}},
            {"detail", text},
            {"instance", text},
            {"field", {{"type", "string"}, {"description", "Which field or header is at fault."}}}}},
          {"required", {"type", "title", "status", "detail"}}};
}

auto receipt_schema() -> ordered_json {
  return {{"type", "object"},
          {"description", "A command was accepted."},
          {"properties",
           {{"id", {{"type", "string"}}},
            {"version", counted},
            {"position", {{"type", "integer"}, {"minimum", 0}, {"description", "Where the log holds it."}}}}},
          {"required", {"id", "version", "position"}}};
}

/// Its state, flat, as `shown` makes it.
auto resource_schema(const resource& of, const catalog& known, json_schema& schemas) -> ordered_json {
  ordered_json made{{"type", "object"}};
  auto& fields = made["properties"];
  fields = {{"id", {{"type", "string"}}}, {"version", counted}, {"position", counted}};
  const auto* owner = known.owner_of(of.aggregate);
  const auto* state =
      owner != nullptr && owner->schema ? owner->schema->table(table_name(of.aggregate, "state")) : nullptr;
  if (state != nullptr)
    fields.update(schemas.properties(owner->schema->schema(), *state));
  if (fields.contains("deadline"))
    fields["deadline"] = {{"type", "string"}, {"format", "date-time"}};
  for (const auto hidden : of.hidden)
    fields.erase(std::string{hidden});
  made["required"] = {"id", "version", "position"};
  return made;
}

/// Rows are of the table that the list's service describes, their times written for people.
auto list_schema(std::string_view row_table) -> ordered_json {
  return {{"type", "object"},
          {"properties",
           {{"items", {{"type", "array"}, {"items", json_schema::reference(row_table)}}},
            {"next", {{"type", "string"}, {"description", "Begins the next page, as `cursor`."}}},
            {"partial", {{"type", "boolean"}, {"description", "A service did not answer, and its part is missing."}}},
            {"missing", {{"type", "array"}, {"items", {{"type", "string"}}}}}}},
          {"required", ordered_json::array({"items"})}};
}

/// The rows of one of the read models that services describe.
auto row_schema(const service_card& owner, const service_card::read_model& model, json_schema& schemas)
    -> ordered_json {
  ordered_json made{{"type", "object"}, {"properties", {{"id", {{"type", "string"}}}}}};
  const auto* table = owner.schema ? owner.schema->table(model.row) : nullptr;
  if (table != nullptr)
    made["properties"] = schemas.properties(owner.schema->schema(), *table);
  for (const auto& column : model.columns)
    if (column.type == "time")
      made["properties"][column.name] = {{"type", "string"}, {"format", "date-time"}};
  return made;
}

auto path_parameters(std::string_view pattern) -> ordered_json {
  ordered_json all = ordered_json::array();
  for (auto begin = pattern.find('{'); begin != std::string_view::npos; begin = pattern.find('{', begin + 1))
    all.push_back({{"name", pattern.substr(begin + 1, pattern.find('}', begin) - begin - 1)},
                   {"in", "path"},
                   {"required", true},
                   {"schema", {{"type", "string"}, {"pattern", "^[A-Za-z0-9_-]{1,64}$"}}}});
  return all;
}

auto parameters(const route& row) -> ordered_json {
  auto all = path_parameters(row.pattern);
  for (const auto& each : row.about.parameters)
    all.push_back({{"name", each.name},
                   {"in", each.in},
                   {"description", each.text},
                   {"required", each.is_required},
                   {"schema", each.schema}});
  return all;
}

auto body(const operation& of) -> ordered_json {
  ordered_json content{{"schema", json_schema::reference(table_name(of.aggregate, of.command))}};
  if (!of.example.is_null())
    content["example"] = of.example;
  return {{"required", !of.is_body_optional}, {"content", {{"application/json", std::move(content)}}}};
}

auto answers(const operation& of) -> ordered_json {
  ordered_json all = ordered_json::object();
  for (const auto& each : of.answers) {
    auto& told = all[std::to_string(each.status)];
    told["description"] = each.text;
    if (each.has_location)
      told["headers"] = {{"Location", {{"description", "Where it is."}, {"schema", {{"type", "string"}}}}}};
    if (!each.schema.empty())
      told["content"] = {{each.media_type, {{"schema", json_schema::reference(each.schema)}}}};
    else if (each.media_type != "application/json")
      told["content"] = {{each.media_type, ordered_json::object()}};
  }
  all["default"] = {{"description", "Anything else: a problem. 503 and 504 say in Retry-After when to try again."},
                    {"content", {{"application/problem+json", {{"schema", json_schema::reference("Problem")}}}}}};
  return all;
}

/// "PUT /v1/carts/{id}/items/{sku}" -> "put_v1_carts_id_items_sku"
auto operation_id(const route& row) -> std::string {
  std::string id;
  for (const auto c : std::string{row.method} + row.pattern)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      id += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    else if (!id.empty() && id.back() != '_')
      id += '_';
  if (id.back() == '_')
    id.pop_back();
  return row.pattern.ends_with('/') ? id + "_folder" : id;
}

auto told(const route& row) -> ordered_json {
  const auto& about = row.about;
  ordered_json made{
      {"operationId", operation_id(row)}, {"summary", about.summary}, {"tags", ordered_json::array({about.tag})}};
  if (auto all = parameters(row); !all.empty())
    made["parameters"] = std::move(all);
  if (!about.command.empty())
    made["requestBody"] = body(about);
  made["responses"] = answers(about);
  made["security"] = ordered_json::array();
  if (row.needs != access::anybody)
    made["security"].push_back({{"bearer", ordered_json::array()}});
  return made;
}

/// What is referred to and unknown is any object.
void close(ordered_json& components, const operation& of) {
  if (of.command.empty())
    return;
  const auto name = table_name(of.aggregate, of.command);
  if (!components.contains(name))
    components[name] = {{"type", "object"}, {"description", "Its service has not registered yet."}};
}

auto components(const std::vector<route>& rows, const std::vector<const resource*>& resources, const catalog& known)
    -> ordered_json {
  ordered_json all{{"Problem", problem_schema()}, {"Receipt", receipt_schema()}};
  json_schema schemas{all};
  for (const auto* each : resources)
    all[component_of(each->aggregate)] = resource_schema(*each, known, schemas);
  for (const auto* each : resources) {
    const auto row = component_of(each->aggregate) + "Row";
    all[component_of(each->aggregate) + "List"] = list_schema(row);
    all[row] = {{"type", "object"}, {"properties", {{"id", {{"type", "string"}}}}}};
  }
  for (const auto& owner : known.services())
    for (const auto& model : owner.read_models)
      all[component_of(model.aggregate) + "Row"] = row_schema(owner, model, schemas);
  for (const auto& row : rows) {
    const auto* owner = row.about.command.empty() ? nullptr : known.owner_of(row.about.aggregate);
    if (owner != nullptr && owner->schema)
      schemas.add(*owner->schema, table_name(row.about.aggregate, row.about.command), row.about.given);
    close(all, row.about);
  }
  return all;
}

} // namespace

auto openapi_document(const std::vector<route>& rows, const std::vector<const resource*>& resources,
                      const catalog& known) -> ordered_json {
  auto schemas = components(rows, resources, known);
  ordered_json paths = ordered_json::object();
  for (const auto& row : rows) {
    std::string method{row.method};
    std::ranges::transform(method, method.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    auto& made = paths[row.pattern][method] = told(row);
    if (row.about.seen_through != nullptr)
      refer_as_written(*row.about.seen_through, made, schemas);
  }
  return {{"openapi", "3.1.0"},
          {"info",
           {{"title", "The shop"},
            {"version", "1"},
            {"description", "Customers, products, carts and orders. Made of the services' schemas as they run now."}}},
          {"paths", std::move(paths)},
          {"components",
           {{"schemas", std::move(schemas)},
            {"securitySchemes", {{"bearer", {{"type", "http"}, {"scheme", "bearer"}, {"bearerFormat", "JWT"}}}}}}}};
}

} // namespace sinew::gateway
