// SPDX-License-Identifier: Apache-2.0
#include "bridge/registry.hpp"

#include "bridge/api.hpp"
#include "bridge/leader_read.hpp"
#include "bridge/stored_ack.hpp"
#include "bridge/subjects.hpp"
#include "kernel/names.hpp"

#include <fmt/format.h>
#include <memory>
#include <utility>

namespace sinew::registry {

namespace {

// More than a system has services; the broker allows this many in one answer.
constexpr std::size_t most_entries = 1'000;

auto subject_of(std::string_view key) -> std::string {
  return subject::bucket_key(subject::system_bucket, key);
}

void put(connection& with, const std::string& key, bytes_view value, headers extra, completion<void> done) {
  with.store(subject_of(key), extra, value, api_patience, [done = std::move(done)](result<broker_message> answer) {
    done(read_stored_ack(answer).map([](auto) {}));
  });
}

auto agreement(std::string_view key, std::string_view ours, const result<leader_read::found>& theirs) -> result<void> {
  if (!theirs)
    return tl::unexpected{theirs.error()};
  if (!*theirs) // refused because of a value that is still on its way to the other servers
    return fail(errc::unavailable, fmt::format("another node is just settling '{}'", key));
  const auto found = as_text((*theirs)->body);
  if (found == ours)
    return {};
  return fail(errc::rejected_by_broker,
              fmt::format("this system was made with {} '{}', not '{}': use that, or another data directory", key,
                          found, ours));
}

void compare(connection& with, std::string key, std::string ours, completion<void> done) {
  const auto on = subject_of(key);
  leader_read::last(with, subject::bucket_stream(subject::system_bucket), on,
                    [key = std::move(key), ours = std::move(ours), done = std::move(done)](
                        const result<leader_read::found>& theirs) { done(agreement(key, ours, theirs)); });
}

auto is_end(const broker_message& m) -> bool {
  return m.status() != 0;
}

auto entries_in(const std::vector<broker_message>& answers, std::string_view bucket) -> std::vector<entry> {
  std::vector<entry> all;
  for (const auto& m : answers) {
    const auto key = subject::key_in_bucket(bucket, m.header("Nats-Subject"));
    const bool is_removed = !m.header("KV-Operation").empty();
    if (!is_end(m) && !is_removed && !key.empty())
      all.push_back({std::string{key}, copy_of(m.body())});
  }
  return all;
}

} // namespace

void settle(connection& with, std::string_view key, std::string ours, completion<void> done) {
  const header only_first[] = {{"Nats-Expected-Last-Subject-Sequence", "0"}};
  const auto value = ours; // the call reads it before it returns, but `ours` moves into the continuation
  put(with, std::string{key}, as_bytes(value), only_first,
      [&with, key = std::string{key}, ours = std::move(ours), done = std::move(done)](result<void> stored) mutable {
        if (!stored && stored.error().code == errc::conflict)
          return compare(with, std::move(key), std::move(ours), std::move(done));
        done(std::move(stored));
      });
}

void publish(connection& with, const service& s, completion<void> done) {
  put(with, subject::schema_key(s.name), s.schema, {},
      [&with, key = subject::service_key(s.name), text = describe(s), done = std::move(done)](result<void> put_schema) {
        if (!put_schema)
          return done(std::move(put_schema));
        put(with, key, as_bytes(text), {}, done);
      });
}

void agree(connection& with, topology::durability label, completion<void> done) {
  settle(with, subject::partitions_key, std::to_string(partition_count),
         [&with, label, done = std::move(done)](result<void> settled) mutable {
           if (!settled)
             return done(std::move(settled));
           settle(with, subject::durability_key, std::string{topology::to_string(label)}, std::move(done));
         });
}

void write(connection& with, std::string_view key, std::string_view value, completion<void> done) {
  put(with, std::string{key}, as_bytes(value), {}, std::move(done));
}

void erase(connection& with, std::string_view key, completion<void> done) {
  const header removed[] = {{"KV-Operation", "DEL"}};
  put(with, std::string{key}, {}, removed, std::move(done));
}

void read_all(connection& with, std::string_view bucket, completion<std::vector<entry>> done) {
  const nlohmann::json wanted = {{"multi_last", {subject::bucket_keys(bucket)}}, {"batch", most_entries}};
  const auto text = wanted.dump();
  with.request_many(subject::api("DIRECT.GET.", subject::bucket_stream(bucket)), {}, as_bytes(text), api_patience,
                    is_end, [bucket = std::string{bucket}, done = std::move(done)](auto answers) {
                      done(answers.map([&bucket](const auto& all) { return entries_in(all, bucket); }));
                    });
}

} // namespace sinew::registry
