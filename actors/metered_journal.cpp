// SPDX-License-Identifier: Apache-2.0
#include "actors/metered_journal.hpp"

#include <algorithm>
#include <utility>

namespace sinew {

namespace {

using seconds = node_figures::seconds;

// In each of two generations.
constexpr std::size_t most_remembered = 50'000;

} // namespace

void metered_journal::append(const aggregate_key& key, std::uint64_t expected, std::vector<message> messages,
                             completion<appended> done) {
  const auto begin = clock_.now();
  auto copies = messages; // they share their bytes
  inner_.append(key, expected, std::move(messages),
                [this, weak = std::weak_ptr{alive_}, key, begin, is_first = expected == 0, what = std::move(copies),
                 done = std::move(done)](result<appended> outcome) {
                  if (!weak.expired()) {
                    to_.append_time.at({key.aggregate}).observe(seconds{clock_.now() - begin}.count());
                    outcome ? stored(key, what, is_first)
                            : to_.append_failures.at({key.aggregate, to_string(outcome.error().code)}).add();
                  }
                  done(std::move(outcome));
                });
}

void metered_journal::stored(const aggregate_key& key, const std::vector<message>& what, bool are_first) {
  for (const auto& m : what)
    to_.events.at({key.aggregate, m.type()}).add(m.size());
  if (are_first && begins_sagas(key.aggregate))
    begin_saga(key, what.front().time());
  for (const auto& end : served_.saga_ends)
    for (const auto& m : what)
      if (end.aggregate == key.aggregate && end.event == m.type())
        end_saga(key, end.outcome, m.time());
}

// The newest are remembered: the oldest are those that are never heard of again.
void metered_journal::begin_saga(const aggregate_key& key, timestamp at) {
  if (begun_.size() == most_remembered)
    begun_before_ = std::exchange(begun_, {});
  begun_.emplace(key, at);
}

void metered_journal::end_saga(const aggregate_key& key, std::string_view outcome, timestamp end) {
  auto begun = begun_.extract(key);
  if (!begun)
    begun = begun_before_.extract(key);
  if (begun) {
    to_.saga_time.at({outcome}).observe(seconds{end - begun.mapped()}.count());
    return;
  }
  inner_.read(key, 0, 1, [this, weak = std::weak_ptr{alive_}, outcome, end](const result<history_page>& page) {
    if (weak.expired() || !page || page->messages.empty())
      return; // one saga uncounted is no reason to ask again
    if (const auto first = message::verify(page->messages.front().body))
      to_.saga_time.at({outcome}).observe(seconds{end - first->time()}.count());
  });
}

auto metered_journal::begins_sagas(std::string_view aggregate) const -> bool {
  return std::ranges::any_of(served_.saga_ends, [&](const saga_end& e) { return e.aggregate == aggregate; });
}

} // namespace sinew
