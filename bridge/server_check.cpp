// SPDX-License-Identifier: Apache-2.0
#include "bridge/server_check.hpp"

#include "bridge/api.hpp"
#include "bridge/json_field.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sinew {

namespace {

// Short: a cluster without a leader says nothing at all, and whoever asks asks again.
constexpr std::chrono::milliseconds answer_patience{1'000};

// Which server brought a level; for people, who know versions, not levels.
auto version_of(int level) -> std::string_view {
  switch (level) {
    case 0: return "2.10 or older";
    case 1: return "2.11";
    case 2: return "2.12";
    case 3: return "2.13";
    default: return "2.14 or newer";
  }
}

auto too_old(int level) -> tl::unexpected<error> {
  return fail(
      errc::rejected_by_broker,
      fmt::format("nats-server is too old: it speaks JetStream API level {} (nats-server {}), needed is level {} "
                  "(nats-server 2.14 or newer); run scripts/setup, or set NATS_SERVER to a newer one",
                  level, version_of(level), needed_api_level));
}

/// A cluster that chooses its leader, or has lost too many servers to have one.
auto is_leaderless(const nlohmann::json& problem) -> bool {
  return field_or(problem, "err_code", 0) == api_code::cluster_not_available;
}

} // namespace

auto check_api_level(std::string_view account_info) -> result<void> {
  const auto info = nlohmann::json::parse(account_info, nullptr, false);
  if (!info.is_object())
    return fail(errc::invalid_input, "nats-server's answer to $JS.API.INFO is not JSON");
  if (info.contains("error") && is_leaderless(info["error"]))
    return fail(errc::unavailable, "nats-server's cluster has no leader: " + info["error"].dump() +
                                       "; do more than half of its servers run?");
  if (info.contains("error"))
    return fail(errc::rejected_by_broker,
                "nats-server refuses JetStream: " + info["error"].dump() + "; start it with `nats-server --jetstream`");
  // Old servers know no levels.
  const int level = field_or(object_in(info, "api"), "level", 0);
  if (level < needed_api_level)
    return too_old(level);
  return {};
}

void check_server(connection& with, completion<void> done) {
  with.request("$JS.API.INFO", {}, {}, answer_patience, [done = std::move(done)](result<broker_message> answer) {
    if (!answer && answer.error().code == errc::unavailable)
      return done(fail(errc::rejected_by_broker,
                       "nats-server has no JetStream: start it with `nats-server --jetstream`, or use `sinew up`"));
    if (!answer)
      return done(tl::unexpected{answer.error()});
    done(check_api_level(as_text(answer->body())));
  });
}

} // namespace sinew
