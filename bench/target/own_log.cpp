// SPDX-License-Identifier: Apache-2.0
#include "bench/target/own_log.hpp"

#include "bench/target/journal_store.hpp"
#include "bench/target/own_connection.hpp"
#include "bench/target/plain_store.hpp"
#include "bridge/subjects.hpp"
#include "tools/client/registry_reading.hpp"

namespace sinew::bench {

namespace {

auto label_of(client& with) -> result<topology::durability> {
  const auto values = read_system(with);
  if (!values)
    return tl::unexpected{values.error()};
  const auto label = values->find(std::string{subject::durability_key});
  if (label == values->end())
    return fail(errc::unavailable, "the system has no durability label yet; start a service");
  return topology::parse_durability(as_text(label->second));
}

/// The streams of all services have the same settings, so any will do.
auto stream_of_its_own(const surroundings& in) -> result<std::unique_ptr<bench_stream>> {
  const auto known = read_catalog(in.with);
  if (!known)
    return tl::unexpected{known.error()};
  return bench_stream::make(in.with, known->services().front().stream);
}

} // namespace

auto journal_log(const surroundings& in) -> result<own_log> {
  const auto label = label_of(in.with);
  if (!label)
    return tl::unexpected{label.error()};
  auto stream = stream_of_its_own(in);
  if (!stream)
    return tl::unexpected{stream.error()};
  auto with = own_connection(in);
  if (!with)
    return tl::unexpected{with.error()};
  auto store = std::make_unique<journal_store>(std::move(*with), (*stream)->service(), *label);
  return own_log{std::move(*stream), std::move(store)};
}

auto plain_log(const surroundings& in) -> result<own_log> {
  auto stream = stream_of_its_own(in);
  if (!stream)
    return tl::unexpected{stream.error()};
  auto store = plain_store::open(in, subject::event_stream((*stream)->service()));
  if (!store)
    return tl::unexpected{store.error()};
  return own_log{std::move(*stream), std::move(*store)};
}

} // namespace sinew::bench
