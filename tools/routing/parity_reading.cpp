// SPDX-License-Identifier: Apache-2.0
#include "tools/routing/parity_reading.hpp"

#include "bridge/subjects.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew {

namespace {

using nlohmann::ordered_json;

/// What all gateways count; an answer without one of them is none.
constexpr std::string_view counts[] = {"compared", "equal", "different", "legacy_failed", "new_failed", "skipped"};

auto is_report(const ordered_json& told) -> bool {
  return told.is_object() && told.contains("gateway") && told["gateway"].is_string() &&
         std::ranges::all_of(counts, [&](std::string_view name) {
           const auto found = told.find(std::string{name});
           return found != told.end() && found->is_number_unsigned();
         });
}

} // namespace

auto read_parity(client& with, const std::string& resource, std::chrono::milliseconds patience)
    -> result<std::vector<ordered_json>> {
  std::vector<ordered_json> found;
  bool is_nobody_there = false;
  const auto inbox = with.broker().new_inbox();
  const auto listening = with.broker().subscribe(inbox, {}, [&](const broker_message& m) {
    is_nobody_there = m.status() == 503;
    if (auto told = ordered_json::parse(as_text(m.body()), nullptr, false); is_report(told))
      found.push_back(std::move(told));
  });
  if (!listening)
    return tl::unexpected{listening.error()};
  const auto sent = with.broker().publish(subject::parity_of_http, {}, as_bytes(resource), inbox);
  if (sent)
    with.where().run_until([&] { return is_nobody_there; }, patience);
  with.broker().unsubscribe(*listening); // in any case: its handler refers to what ends here
  if (!sent)
    return tl::unexpected{sent.error()};
  if (found.empty())
    return fail(errc::unavailable, fmt::format("no gateway has answered that serves '{}'", resource));
  return found;
}

} // namespace sinew
