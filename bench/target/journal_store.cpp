// SPDX-License-Identifier: Apache-2.0
#include "bench/target/journal_store.hpp"

namespace sinew::bench {

void journal_store::last(const aggregate_key& key, completion<std::uint64_t> done) {
  log_.last(key, [done = std::move(done)](const result<std::optional<stored_message>>& found) {
    done(found.map([](const std::optional<stored_message>& m) { return m ? m->position : 0; }));
  });
}

} // namespace sinew::bench
