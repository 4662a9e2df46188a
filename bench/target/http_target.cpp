// SPDX-License-Identifier: Apache-2.0
#include "bench/target/http_target.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sinew::bench {

namespace {

constexpr unsigned too_many_requests = 429;

/// The last word of a problem's `type` (RFC 9457): "urn:sinew:problem:not_found" -> "not_found"; empty: it is no problem.
auto problem_word(std::string_view body) -> std::string {
  const auto read = nlohmann::json::parse(body, nullptr, false);
  const auto type = read.is_object() ? read.find("type") : read.end();
  if (!read.is_object() || type == read.end() || !type->is_string())
    return {};
  const auto& name = type->get_ref<const std::string&>();
  return name.substr(name.rfind(':') + 1); // npos + 1 is 0
}

} // namespace

void http_target::on_answer(ticket which, const result<http_answer>& answer, std::chrono::nanoseconds took) {
  const auto how = outcome_of(answer);
  if (answer && answer->status == too_many_requests)
    ++too_often_;
  if (how != outcome::done && also_.why_not != nullptr)
    also_.why_not->count(reason_of(answer));
  if (ended(which, how) && also_.hops != nullptr && how == outcome::done)
    also_.hops->add(took, answer->header("Server-Timing"));
}

auto outcome_of(const result<http_answer>& answer) -> outcome {
  if (!answer || answer->status >= 500 || answer->status == too_many_requests)
    return outcome::failed;
  return answer->status < 300 ? outcome::done : outcome::refused;
}

auto reason_of(const result<http_answer>& answer) -> std::string {
  if (!answer)
    return std::string{to_string(answer.error().code)};
  const auto word = problem_word(answer->body);
  return word.empty() ? fmt::to_string(answer->status) : fmt::format("{} {}", answer->status, word);
}

} // namespace sinew::bench
