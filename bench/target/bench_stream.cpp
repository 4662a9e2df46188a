// SPDX-License-Identifier: Apache-2.0
#include "bench/target/bench_stream.hpp"

#include "bridge/subjects.hpp"

#include <fmt/format.h>

namespace sinew::bench {

auto bench_name(client& with) -> std::string {
  return fmt::format("bench_{:08x}", static_cast<std::uint32_t>(with.new_id().low));
}

auto bench_stream::make(client& with, const std::string& model) -> result<std::unique_ptr<bench_stream>> {
  auto name = bench_name(with);
  auto stream = copied_stream::make(with, model, subject::event_stream(name), {subject::events(name)});
  if (!stream)
    return tl::unexpected{stream.error()};
  return std::unique_ptr<bench_stream>{new bench_stream{std::move(name), std::move(*stream)}};
}

} // namespace sinew::bench
