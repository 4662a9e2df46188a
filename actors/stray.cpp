// SPDX-License-Identifier: Apache-2.0
#include "actors/stray.hpp"

#include "actors/reader_job.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <utility>

namespace sinew {

namespace {

constexpr std::size_t most_bytes = 1'000'000;

/// What is set aside of it. Its place in `PARK` tells it from all others, whatever it claims to be.
auto account_of(const parked_entry& stray, const error& why) -> parked_message {
  const auto& m = stray.what;
  parked_message kept{.service = m.service,
                      .key = m.key,
                      .upstream = "PARK",
                      .type = is_valid_name(m.type) ? m.type : std::string{},
                      .position = stray.place,
                      .reason = "no node has parked it: " + why.what,
                      .causes = {},
                      .body = m.body};
  if (kept.body.size() > most_bytes) {
    kept.reason = fmt::format("the first {} of {} bytes; {}", most_bytes, kept.body.size(), kept.reason);
    kept.body.resize(most_bytes);
  }
  return kept;
}

} // namespace

auto check_parked(const parked_message& m) -> result<void> {
  if (!is_valid_name(m.upstream) || m.position == 0)
    return fail(errc::invalid_input, "it does not say which event it is");
  constexpr std::uint64_t no_schema = 0; // this job writes nothing
  return reader_job{{.key = m.key, .type = m.type, .position = m.position, .attempt = 1, .body = m.body, .token = {}},
                    no_schema}
      .verify();
}

void move_aside(parking& where, const parked_entry& stray, const error& why, completion<void> done) {
  const auto& m = stray.what;
  spdlog::error("setting message {} of PARK aside, which held up {}.{}: no node has parked it: {}", stray.place,
                m.key.aggregate, m.key.id, why.what);
  where.set_aside(account_of(stray, why), [&where, service = m.service, key = m.key, place = stray.place,
                                           done = std::move(done)](const result<void>& kept) {
    if (!kept)
      return done(kept);
    where.remove(service, key, place, [done](const result<bool>& gone) { done(gone.map([](bool) {})); });
  });
}

} // namespace sinew
