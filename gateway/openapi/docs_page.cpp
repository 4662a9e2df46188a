// SPDX-License-Identifier: Apache-2.0
#include "gateway/openapi/docs_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <vector>

namespace sinew::gateway {

namespace {

constexpr std::string_view style = R"(
:root{color-scheme:light dark;--line:#8884;--soft:#8881}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem}h2{margin-top:2.5rem;text-transform:capitalize}
details{border:1px solid var(--line);border-radius:6px;margin:.5rem 0;padding:.4rem .8rem}
summary{cursor:pointer}code,pre{font:.9em ui-monospace,monospace}
.method{display:inline-block;min-width:4.5rem;font-weight:700}
pre{background:var(--soft);padding:.6rem;border-radius:6px;overflow-x:auto}
table{border-collapse:collapse;width:100%;margin:.5rem 0}
th,td{border-bottom:1px solid var(--line);padding:.25rem .5rem;text-align:left;vertical-align:top}
)";

auto escaped(std::string_view text) -> std::string {
  std::string safe;
  for (const auto c : text)
    switch (c) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      default: safe += c;
    }
  return safe;
}

auto text_in(const ordered_json& of, const char* member) -> std::string {
  const auto found = of.find(member);
  return found != of.end() && found->is_string() ? escaped(found->get<std::string>()) : std::string{};
}

auto row(std::string_view name, std::string_view kind, std::string_view text) -> std::string {
  return fmt::format("<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>", name, kind, text);
}

auto table(std::string_view caption, const std::string& rows) -> std::string {
  if (rows.empty())
    return {};
  return fmt::format(
      "<h4>{}</h4><table><thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Is</th>"
      "<th scope=\"col\">Says</th></tr></thead><tbody>{}</tbody></table>",
      caption, rows);
}

/// "Line", "Line, several", "integer", "one of EUR, USD"
auto kind_of(const ordered_json& schema) -> std::string {
  if (const auto to = schema.find("$ref"); to != schema.end()) {
    const auto path = to->get<std::string>();
    const auto name = escaped(path.substr(path.rfind('/') + 1));
    return fmt::format("<a href=\"#{0}\">{0}</a>", name);
  }
  if (schema.contains("items"))
    return kind_of(schema.at("items")) + ", several";
  if (!schema.contains("enum"))
    return text_in(schema, "type");
  std::string names;
  for (const auto& name : schema.at("enum"))
    names.append(names.empty() ? "" : ", ").append(escaped(name.get<std::string>()));
  return "one of " + names;
}

auto fields_of(const ordered_json& schema) -> std::string {
  const auto fields = schema.find("properties");
  if (fields == schema.end())
    return {};
  const auto required = schema.value("required", ordered_json::array());
  std::string rows;
  for (const auto& [name, field] : fields->items()) {
    const bool is_needed = std::ranges::find(required, ordered_json(name)) != required.end();
    rows += row(escaped(name), kind_of(field) + (is_needed ? ", required" : ""), text_in(field, "description"));
  }
  return table("Fields", rows);
}

auto parameters_of(const ordered_json& operation) -> std::string {
  std::string rows;
  const auto all = operation.value("parameters", ordered_json::array());
  for (const auto& each : all)
    rows += row(text_in(each, "name"), text_in(each, "in") + (each.value("required", false) ? ", required" : ""),
                text_in(each, "description"));
  return table("Parameters", rows);
}

auto body_of(const ordered_json& operation) -> std::string {
  const auto body = operation.find("requestBody");
  if (body == operation.end())
    return {};
  const auto& json = body->at("content").at("application/json");
  auto text = "<h4>Body</h4><p>" + kind_of(json.at("schema")) + "</p>";
  if (json.contains("example"))
    text += "<pre>" + escaped(json.at("example").dump(2)) + "</pre>";
  return text;
}

auto answers_of(const ordered_json& operation) -> std::string {
  std::string rows;
  for (const auto& [status, answer] : operation.at("responses").items()) {
    std::string kind;
    const auto contents = answer.value("content", ordered_json::object());
    for (const auto& [media, content] : contents.items())
      kind = content.contains("schema") ? kind_of(content.at("schema")) : escaped(media);
    rows += row(escaped(status), kind, text_in(answer, "description"));
  }
  return table("Answers", rows);
}

auto shown(const std::string& path, const std::string& method, const ordered_json& operation) -> std::string {
  std::string upper = method;
  std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return fmt::format(
      "<details id=\"{}\"><summary><span class=\"method\">{}</span><code>{}</code> {}</summary>{}{}{}</details>",
      text_in(operation, "operationId"), escaped(upper), escaped(path), text_in(operation, "summary"),
      parameters_of(operation), body_of(operation), answers_of(operation));
}

struct section {
  std::string tag;
  std::string text;
};

/// By their first tag, in the order of appearance.
auto sections_of(const ordered_json& document) -> std::vector<section> {
  std::vector<section> all;
  for (const auto& [path, operations] : document.at("paths").items())
    for (const auto& [method, operation] : operations.items()) {
      const auto tag = operation.at("tags").at(0).get<std::string>();
      auto found = std::ranges::find(all, tag, &section::tag);
      if (found == all.end())
        found = all.insert(all.end(), {tag, {}});
      found->text += shown(path, method, operation);
    }
  return all;
}

} // namespace

auto docs_page(const ordered_json& document) -> std::string {
  const auto& info = document.at("info");
  auto page = fmt::format(
      "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{0}</title>"
      "<style>{1}</style></head><body><main><h1>{0}</h1><p>{2}</p>"
      "<p>For programs: <a href=\"/openapi.json\">/openapi.json</a></p>",
      text_in(info, "title"), style, text_in(info, "description"));
  for (const auto& each : sections_of(document))
    page += fmt::format("<section><h2>{}</h2>{}</section>", escaped(each.tag), each.text);
  page += "<section><h2>What is sent and answered</h2>";
  for (const auto& [name, schema] : document.at("components").at("schemas").items())
    page += fmt::format("<details id=\"{0}\"><summary><code>{0}</code> {1}</summary>{2}</details>", escaped(name),
                        text_in(schema, "description"), fields_of(schema));
  return page + "</section></main></body></html>\n";
}

} // namespace sinew::gateway
