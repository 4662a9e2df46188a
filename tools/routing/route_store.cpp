// SPDX-License-Identifier: Apache-2.0
#include "tools/routing/route_store.hpp"

#include "bridge/leader_read.hpp"
#include "bridge/registry.hpp"
#include "bridge/subjects.hpp"
#include "tools/client/log_reading.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace sinew {

namespace {

auto rows_of(const std::vector<log_message>& found) -> std::vector<route_row> {
  std::vector<route_row> all;
  for (const auto& m : found) {
    const auto parts = subject::parse_route(subject::key_in_bucket(subject::system_bucket, m.subject));
    if (parts && !m.body.empty()) // else: it was taken out
      all.push_back({std::string{parts->kind}, std::string{parts->name}, std::string{as_text(m.body)}});
  }
  std::ranges::sort(all, {}, [](const route_row& r) { return std::tie(r.kind, r.name); });
  return all;
}

} // namespace

void ask_routes(connection& with, completion<std::vector<route_row>> done) {
  ask_newest(with, subject::bucket_stream(subject::system_bucket),
             {subject::bucket_key(subject::system_bucket, subject::all_route_keys)},
             [done = std::move(done)](const result<std::vector<log_message>>& found) { done(found.map(rows_of)); });
}

void store_route(connection& with, const route_row& what, completion<void> done) {
  registry::write(with, subject::route_key(what.kind, what.name), what.value, std::move(done));
}

void remove_route(connection& with, std::string_view kind, std::string_view name, completion<bool> done) {
  auto key = subject::route_key(kind, name);
  const auto on = subject::bucket_key(subject::system_bucket, key);
  leader_read::last(with, subject::bucket_stream(subject::system_bucket), on,
                    [&with, key = std::move(key), done = std::move(done)](const result<leader_read::found>& last) {
                      if (!last)
                        return done(tl::unexpected{last.error()});
                      if (!*last || (*last)->body.empty())
                        return done(false);
                      registry::erase(with, key,
                                      [done](const result<void>& erased) { done(erased.map([] { return true; })); });
                    });
}

auto read_routes(client& with) -> result<std::vector<route_row>> {
  return with.await<std::vector<route_row>>([&](auto done) { ask_routes(with.broker(), std::move(done)); });
}

auto store_route(client& with, const route_row& what) -> result<void> {
  return with.await<void>([&](completion<void> done) { store_route(with.broker(), what, std::move(done)); });
}

auto remove_route(client& with, const std::string& kind, const std::string& name) -> result<bool> {
  return with.await<bool>([&](completion<bool> done) { remove_route(with.broker(), kind, name, std::move(done)); });
}

} // namespace sinew
