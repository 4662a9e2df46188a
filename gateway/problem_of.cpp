// SPDX-License-Identifier: Apache-2.0
#include "gateway/problem_of.hpp"

#include "kernel/assertion.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace sinew::gateway {

namespace {

using namespace std::chrono_literals;

// A service that died is replaced within about two seconds; a queue that is full is shorter after one.
constexpr auto usual_pause = 1s;

auto status_of(errc code) -> unsigned {
  switch (code) {
    case errc::invalid_input: return 400;
    case errc::not_found: return 404;
    case errc::conflict: return 409;
    case errc::unknown_type:
    case errc::rejected_by_broker: return 502;
    case errc::overloaded:
    case errc::unavailable: return 503;
    case errc::outcome_unknown:
    case errc::deadline_exceeded: return 504;
    case errc::system_failure: return 500;
  }
  return 500;
}

/// What is wrong inside is for our log, not for whoever asks.
auto detail_of(const error& why, unsigned status) -> std::string {
  switch (status) {
    case 500: return "the gateway failed; its log says why";
    case 502: return "a part of the system gave an answer that makes no sense; the gateway's log says which";
    default: return why.what;
  }
}

auto without(std::string_view text, std::string_view prefix) -> std::string {
  if (text.starts_with(prefix))
    text.remove_prefix(prefix.size());
  return std::string{text};
}

auto refusal(const receipt& how) -> problem {
  if (how.reason == to_string(errc::deadline_exceeded))
    return {504, how.reason, "the command came too late to be begun; nothing happened", {}, usual_pause};
  return {409, how.reason, "the shop says no: " + how.reason};
}

auto is_part_of_a_name(char c) -> bool {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
         c == '[' || c == ']';
}

} // namespace

auto problem_of(const error& why) -> problem {
  const auto status = status_of(why.code);
  problem told{status, std::string{to_string(why.code)}, detail_of(why, status)};
  if (told.detail != why.what)
    spdlog::error("{}", to_string(why));
  if (status == 400)
    told.field = field_in(why.what);
  if (status == 503 || status == 504)
    told.retry_after = usual_pause;
  return told;
}

auto problem_of(const receipt& how) -> problem {
  using wire::Outcome;
  SINEW_ASSERT(how.outcome != Outcome::accepted);
  switch (how.outcome) {
    case Outcome::refused: return refusal(how);
    case Outcome::invalid: {
      auto detail = without(how.reason, "invalid_input: ");
      auto field = field_in(detail);
      return {422, "invalid_input", std::move(detail), std::move(field)};
    }
    case Outcome::accepted:
    case Outcome::retry: break;
  }
  const auto pause = std::chrono::ceil<std::chrono::seconds>(how.retry_after);
  return {503, "overloaded", "the service asks to try later: " + how.reason, {}, std::max(pause, usual_pause)};
}

auto field_in(std::string_view sentence) -> std::string {
  const auto end = std::ranges::find_if_not(sentence, is_part_of_a_name);
  const auto name = sentence.substr(0, static_cast<std::size_t>(end - sentence.begin()));
  const auto rest = sentence.substr(name.size());
  return rest.starts_with(": ") || rest.starts_with(" must ") || rest.starts_with(" is ") ? std::string{name} : "";
}

} // namespace sinew::gateway
