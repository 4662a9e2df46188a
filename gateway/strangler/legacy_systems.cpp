// SPDX-License-Identifier: Apache-2.0
#include "gateway/strangler/legacy_systems.hpp"

#include "gateway/problem_of.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <optional>
#include <utility>

namespace sinew::gateway {

namespace {

using std::chrono::milliseconds;
using kind = upstream_failure::kind;

auto code_of(kind how) -> errc {
  switch (how) {
    case kind::unreachable: return errc::unavailable;
    case kind::broken:
    case kind::late: return errc::outcome_unknown;
    case kind::nonsense: return errc::system_failure;
  }
  return errc::system_failure;
}

/// Without the name of a machine: that is the log's.
auto told(kind how) -> problem {
  const auto failed = [](std::string detail) { return problem{502, "upstream_failed", std::move(detail)}; };
  switch (how) {
    case kind::unreachable: return failed("the system that serves this cannot be reached; nothing happened");
    case kind::broken: return failed("the system that serves this broke off; what was asked may have happened");
    case kind::nonsense: return failed("the system that serves this gave an answer that makes no sense");
    case kind::late: break;
  }
  return problem_of(error{errc::outcome_unknown, "the system that serves this did not answer in time"});
}

/// The guard let nobody through.
auto kept_out(const error& why) -> problem {
  auto made = problem_of(why);
  made.detail = why.code == errc::overloaded
                    ? "the system that serves this has too much to do"
                    : "the system that serves this is left alone for a moment, for it has failed";
  return made;
}

/// What the guard is to make of an outcome.
auto judged(const upstream_outcome& got) -> result<bool> {
  if (!got)
    return fail(code_of(got.error().how), got.error().what);
  if (says_it_is_away(*got))
    return fail(errc::unavailable, fmt::format("it answers {}", got->status));
  return true;
}

} // namespace

auto says_it_is_away(const http_response& answer) -> bool {
  return answer.status == 502 || answer.status == 503 || answer.status == 504;
}

legacy_systems::legacy_systems(client& with, guarded_services::bounds bounds, upstream_sender send)
    : with_{with}, bounds_{bounds}, send_{std::move(send)} {}

void legacy_systems::ask(upstream_request what, purpose why, milliseconds patience, std::function<void(outcome)> done) {
  auto& to = line_to(what.where.authority(), why);
  ++*to.pending;
  const auto heard = std::make_shared<std::optional<outcome>>();
  to.guard->call<bool>(
      patience,
      [this, what = std::move(what), heard](milliseconds allowed, completion<bool> answered) {
        send_(what, allowed, [heard, answered = std::move(answered)](upstream_outcome got) {
          auto judgement = judged(got);
          if (!got)
            spdlog::warn("a legacy system gives no answer: {}", got.error().what);
          *heard = std::move(got).map_error([](const upstream_failure& failure) { return told(failure.how); });
          answered(std::move(judgement));
        });
      },
      [heard, pending = to.pending, done = std::move(done)](const result<bool>& ended) {
        --*pending;
        done(*heard ? std::move(**heard) : outcome{tl::unexpected{kept_out(ended.error())}});
      });
}

void legacy_systems::keep_only(const std::function<bool(const std::string& authority)>& is_used) {
  for (auto* all : {&for_answers_, &for_comparison_})
    std::erase_if(*all, [&](const auto& each) { return !is_used(each.first) && *each.second.pending == 0; });
}

void legacy_systems::visit(const std::function<void(const std::string&, const dependency_status&)>& each) const {
  for (const auto* all : {&for_answers_, &for_comparison_})
    for (const auto& [authority, to] : *all)
      each(to.guard->name(), to.guard->status());
}

auto legacy_systems::line_to(const std::string& authority, purpose why) -> line& {
  auto& to = (why == purpose::answer ? for_answers_ : for_comparison_)[authority];
  if (!to.guard)
    to.guard =
        std::make_unique<dependency>(fmt::format("legacy {}{}", authority, why == purpose::answer ? "" : " compared"),
                                     bounds_.guard(), with_.where(), with_.new_id().low);
  return to;
}

} // namespace sinew::gateway
