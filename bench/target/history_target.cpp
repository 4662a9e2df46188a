// SPDX-License-Identifier: Apache-2.0
#include "bench/target/history_target.hpp"

#include "actors/limits.hpp"
#include "bench/floor/plain_history.hpp"

#include <optional>
#include <utility>

namespace sinew::bench {

auto history_target::open(const surroundings& in, histories from, const load& what)
    -> result<std::unique_ptr<history_target>> {
  // A broken link needs no word: its readings end without an answer.
  auto link = plain_link::open(in.with.where(), in.with.poller(), in.url, [] {});
  if (!link)
    return tl::unexpected{link.error()};
  auto reader = plain_history::open(**link, limits{}.messages_per_page);
  if (!reader)
    return tl::unexpected{reader.error()};
  return std::unique_ptr<history_target>{
      new history_target{std::move(from), what, std::move(*link), std::move(*reader)}};
}

history_target::history_target(histories from, const load& what, std::unique_ptr<plain_link> link,
                               std::unique_ptr<plain_history> reader)
    : from_{std::move(from)},
      drawn_{from_.subjects.size(), what.skew, what.seed},
      checksums_(from_.subjects.size()),
      link_{std::move(link)},
      reader_{std::move(reader)} {}

history_target::~history_target() = default;

void history_target::begin(ticket which) {
  const auto number = drawn_.next();
  reader_->read(from_.stream, from_.subjects[number], [this, which, number](std::optional<history_sum> sum) {
    ended(which, sum && is_whole(number, sum->messages, sum->checksum) ? outcome::done : outcome::failed);
  });
}

auto history_target::is_whole(std::size_t number, std::size_t messages, std::uint64_t checksum) -> bool {
  auto& first = checksums_[number];
  if (first == 0)
    first = checksum;
  return messages == from_.messages && checksum == first;
}

} // namespace sinew::bench
