// SPDX-License-Identifier: Apache-2.0
#include "bench/target/bench_stream.hpp"

#include "bridge/api.hpp"
#include "bridge/subjects.hpp"

#include <fmt/format.h>

namespace sinew::bench {

namespace {

auto ask(client& with, const std::string& subject, const nlohmann::json& body) -> result<api_answer> {
  return with.await<api_answer>(
      [&](completion<api_answer> done) { call_api(with.broker(), subject, body, std::move(done)); });
}

auto settings_of(client& with, const std::string& stream) -> result<nlohmann::json> {
  auto info = ask(with, subject::api("STREAM.INFO.", stream), nullptr);
  if (!info)
    return tl::unexpected{info.error()};
  if (info->is_error())
    return info->as_error("stream " + stream);
  return info->body["config"];
}

} // namespace

auto bench_name(client& with) -> std::string {
  return fmt::format("bench_{:08x}", static_cast<std::uint32_t>(with.new_id().low));
}

auto bench_stream::make(client& with, const std::string& model) -> result<std::unique_ptr<bench_stream>> {
  auto settings = settings_of(with, model);
  if (!settings)
    return tl::unexpected{settings.error()};
  const auto aggregate = bench_name(with);
  const auto name = subject::event_stream(aggregate);
  (*settings)["name"] = name;
  (*settings)["subjects"] = {subject::events(aggregate)};
  settings->erase("metadata"); // the broker's own remarks
  const auto made = ask(with, subject::api("STREAM.CREATE.", name), *settings);
  if (!made)
    return tl::unexpected{made.error()};
  if (made->is_error())
    return made->as_error("stream " + name);
  return std::unique_ptr<bench_stream>{new bench_stream{with, aggregate, settings->value("num_replicas", 1)}};
}

bench_stream::bench_stream(client& with, std::string aggregate, int replicas)
    : with_{with}, aggregate_{std::move(aggregate)}, replicas_{replicas} {}

bench_stream::~bench_stream() {
  (void)ask(with_, subject::api("STREAM.DELETE.", subject::event_stream(aggregate_)), nullptr);
}

} // namespace sinew::bench
