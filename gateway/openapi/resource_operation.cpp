// SPDX-License-Identifier: Apache-2.0
#include "gateway/openapi/resource_operation.hpp"

#include <fmt/format.h>

#include <cctype>

namespace sinew::gateway {

namespace {

using need = action::need;

/// "/v1/orders" -> "orders"
auto tag_of(const resource& what) -> std::string {
  return what.path.substr(what.path.rfind('/') + 1);
}

auto parameters_of(const action& asked) -> std::vector<told_parameter> {
  std::vector<told_parameter> all{{.in = "header",
                                   .name = "Idempotency-Key",
                                   .text = "The same key and body again: one effect, the same answer.",
                                   .is_required = asked.key == need::required,
                                   .schema = {{"type", "string"}, {"minLength", 1}, {"maxLength", 200}}}};
  all.push_back({.in = "header",
                 .name = "Sinew-Time-Hops",
                 .text = "`1`, from operators: `Server-Timing` of the answer tells where its time went.",
                 .schema = {{"type", "string"}, {"enum", ordered_json::array({"1"})}}});
  if (asked.expects)
    all.push_back({.in = "header",
                   .name = "Prefer",
                   .text = "`wait=5`: answer with the outcome, if it comes within so many seconds.",
                   .schema = {{"type", "string"}, {"examples", ordered_json::array({"wait=5"})}}});
  return all;
}

auto answers_of(const resource& what, const action& asked) -> std::vector<told_answer> {
  std::vector<told_answer> all{{.status = asked.status,
                                .text = "Accepted.",
                                .schema = asked.made_id ? "" : "Receipt",
                                .has_location = !asked.makes_at.empty()}};
  if (!asked.outcome.empty())
    all.push_back(
        {.status = 200, .text = "The outcome, for who prefers to wait.", .schema = std::string{asked.outcome}});
  std::string words;
  for (const auto& each : what.words)
    if (each.status != 404)
      words.append(words.empty() ? "`" : ", `").append(each.word).append("`");
  if (!words.empty())
    all.push_back({.status = 409,
                   .text = "The shop says no, in a word: " + words + ".",
                   .schema = "Problem",
                   .media_type = "application/problem+json"});
  return all;
}

} // namespace

auto component_of(std::string_view aggregate) -> std::string {
  std::string name{aggregate};
  name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
  return name;
}

auto operation_of(const resource& what, const action& asked) -> operation {
  operation made{.tag = tag_of(what), .summary = std::string{asked.summary}};
  if (asked.body != need::none) {
    made.aggregate = what.aggregate;
    made.command = asked.command;
    made.is_body_optional = asked.body == need::optional;
    made.given.assign(asked.given.begin(), asked.given.end());
    made.example = asked.example;
  }
  made.parameters = parameters_of(asked);
  made.answers = answers_of(what, asked);
  made.seen_through = what.seen_through;
  return made;
}

auto looking_at(const resource& what) -> operation {
  return {.tag = tag_of(what),
          .summary = fmt::format("Shows one of the {}", tag_of(what)),
          .parameters = {{.in = "header", .name = "If-None-Match", .text = "The ETag that is known already."}},
          .answers = {{.status = 200, .text = "What it is now.", .schema = component_of(what.aggregate)},
                      {.status = 304, .text = "It is still what is known already."}},
          .seen_through = what.seen_through};
}

auto listing(std::string_view path, std::string_view aggregate) -> operation {
  const auto in_query = [](std::string name, std::string text, std::string_view type = "string") {
    return told_parameter{.in = "query", .name = std::move(name), .text = std::move(text), .schema = {{"type", type}}};
  };
  const bool is_composed = path.find('{') != std::string_view::npos;
  operation made{.tag = is_composed ? "customers" : std::string{path.substr(path.rfind('/') + 1)},
                 .summary = is_composed ? "A customer's orders, with what payment and shipping know of them"
                                        : fmt::format("Lists {}s, in pages", aggregate)};
  made.parameters = {
      in_query("limit", "Rows at most.", "integer"),
      in_query("sort", "A column; with `-` in front, the greatest first."),
      in_query("search", "Only rows that hold these words, where the list can be searched."),
      in_query("cursor", "`next` of the page before."),
      in_query("at_least", "Rows that have seen that position: to read what one has just written.", "integer"),
      {.in = "header", .name = "Sinew-Position", .text = "The same as `at_least`."}};
  made.answers = {
      {.status = 200,
       .text = "Rows, and in `Link` where there are more. Any column filters: `stage=confirmed`, `total>=1000`.",
       .schema = component_of(aggregate) + "List"}};
  return made;
}

} // namespace sinew::gateway
