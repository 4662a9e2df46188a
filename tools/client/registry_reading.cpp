// SPDX-License-Identifier: Apache-2.0
#include "tools/client/registry_reading.hpp"

#include "bridge/subjects.hpp"
#include "tools/client/log_reading.hpp"

namespace sinew {

namespace {

auto stream() -> std::string {
  return subject::bucket_stream(subject::system_bucket);
}

auto all_keys() -> std::vector<std::string> {
  return {subject::bucket_keys(subject::system_bucket)};
}

auto values_of(std::vector<log_message> messages) -> system_values {
  system_values values;
  for (auto& m : messages)
    values[std::string{subject::key_in_bucket(subject::system_bucket, m.subject)}] = std::move(m.body);
  return values;
}

} // namespace

void ask_system(connection& with, completion<system_values> done) {
  ask_newest(with, stream(), all_keys(), [done = std::move(done)](result<std::vector<log_message>> found) {
    done(std::move(found).map(values_of));
  });
}

auto read_system(client& with) -> result<system_values> {
  return read_newest(with, stream(), all_keys()).map(values_of);
}

auto catalog_of(const system_values& values) -> catalog {
  catalog known;
  for (const auto& [key, value] : values) {
    if (!key.starts_with("service."))
      continue;
    auto card = parse_service_card(as_text(value));
    if (!card)
      continue;
    if (const auto schema = values.find(subject::schema_key(card->name)); schema != values.end())
      if (auto book = schema_book::open(schema->second))
        card->schema = std::move(*book);
    known.add(std::move(*card));
  }
  return known;
}

auto read_catalog(client& with) -> result<catalog> {
  return read_system(with).and_then([](const system_values& values) -> result<catalog> {
    auto known = catalog_of(values);
    if (known.services().empty())
      return fail(errc::unavailable, "no service has registered with this broker; start them with `sinew up`");
    return known;
  });
}

} // namespace sinew
