// SPDX-License-Identifier: Apache-2.0
#include "gateway/openapi/resource_operation.hpp"

#include <fmt/format.h>

#include <cctype>

namespace sinew::gateway {

namespace {

using need = action::need;

/// "/v1/orders" -> "orders"
auto tag_of(const resource& what) -> std::string {
  return std::string{what.path.substr(what.path.rfind('/') + 1)};
}

auto parameters_of(const action& asked) -> std::vector<told_parameter> {
  std::vector<told_parameter> all{{.in = "header",
                                   .name = "Idempotency-Key",
                                   .text = "The same key and body again: one effect, the same answer.",
                                   .is_required = asked.key == need::required,
                                   .schema = {{"type", "string"}, {"minLength", 1}, {"maxLength", 200}}}};
  if (asked.expects)
    all.push_back({.in = "header",
                   .name = "Prefer",
                   .text = "`wait=5`: answer with the outcome, if it comes within so many seconds.",
                   .schema = {{"type", "string"}, {"examples", ordered_json::array({"wait=5"})}}});
  return all;
}

auto answers_of(const resource& what, const action& asked) -> std::vector<told_answer> {
  std::vector<told_answer> all{
      {.status = asked.status, .text = "Accepted.", .schema = "Receipt", .has_location = !asked.makes_at.empty()}};
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
  return made;
}

auto looking_at(const resource& what) -> operation {
  return {.tag = tag_of(what),
          .summary = fmt::format("Shows one of the {}", tag_of(what)),
          .parameters = {{.in = "header", .name = "If-None-Match", .text = "The ETag that is known already."}},
          .answers = {{.status = 200, .text = "What it is now.", .schema = component_of(what.aggregate)},
                      {.status = 304, .text = "It is still what is known already."}}};
}

} // namespace sinew::gateway
