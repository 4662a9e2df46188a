// SPDX-License-Identifier: Apache-2.0
#include "bench/target/orders.hpp"

#include "bench/target/preparation.hpp"
#include "bridge/system_surroundings.hpp"
#include "tools/send/command_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace sinew::bench {

namespace {

constexpr std::string_view actor = "bench";
constexpr std::size_t digits = 10;
constexpr std::size_t most_articles = 1'000;

auto article_name(std::size_t number) -> std::string {
  return fmt::format("bench-{:04}", number);
}

auto order_of(std::size_t article) -> ordered_json {
  const ordered_json price = {{"units", 1200}, {"currency", "EUR"}};
  const ordered_json line = {{"sku", article_name(article)}, {"quantity", 1}, {"price", price}};
  return {
      {"customer", "c-bench"},
      {"lines", ordered_json::array({line})},
      {"payment", {{"method", "card"}, {"card", "4242424242424242"}}},
      {"address",
       {{"name", "Bench"}, {"street", "1 Mill Lane"}, {"postcode", "10115"}, {"city", "Berlin"}, {"country", "DE"}}}};
}

} // namespace

auto articles_for(const load& what) -> std::size_t {
  return std::min(what.aggregates, most_articles);
}

auto fill_shelves(const surroundings& in, const service_card& owner, std::size_t articles) -> result<void> {
  auto writer = command_writer::open(owner, {"stock", "receive", std::string{actor}});
  if (!writer)
    return tl::unexpected{writer.error()};
  const ordered_json fields = {{"quantity", 1'000'000}};
  return prepare_all(in, "articles", articles, [&](std::size_t number) {
    return writer->write(article_name(number), fields, in.with.new_id(), system_wall_clock{}.now(),
                         system_wall_clock{}.now() + preparation_patience);
  });
}

auto order_source::make(client& with, const service_card& owner, const load& what, std::string_view asked)
    -> result<order_source> {
  auto writer = command_writer::open(owner, {"order", "place", std::string{actor}});
  if (!writer)
    return tl::unexpected{writer.error()};
  auto prefix = fmt::format("bench-{:08x}-", static_cast<std::uint32_t>(with.new_id().low));
  std::vector<stamped_command> by_article;
  for (std::size_t article = 0; article < articles_for(what); ++article) {
    const auto made = writer->write(prefix + std::string(digits, '0'), order_of(article), with.new_id(),
                                    system_wall_clock{}.now(), system_wall_clock{}.now() + command_target::patience);
    if (!made)
      return tl::unexpected{made.error()};
    by_article.emplace_back(*made);
  }
  return order_source{std::move(prefix), std::move(by_article), what, asked};
}

order_source::order_source(std::string prefix, std::vector<stamped_command> by_article, const load& what,
                           std::string_view asked)
    : prefix_{std::move(prefix)},
      by_article_{std::move(by_article)},
      article_{by_article_.size(), what.skew, what.seed},
      subjects_{asked, "place"} {}

auto order_source::next(std::uint64_t number) -> outgoing_command {
  auto& command = by_article_[article_.next()];
  const auto id = fmt::format("{}{:0{}}", prefix_, number, digits);
  command.renew(id, chance_);
  return {subjects_.of(id), command.raw()};
}

auto order_source::number_of(std::string_view order_id) const -> std::optional<std::uint64_t> {
  if (!order_id.starts_with(prefix_))
    return std::nullopt;
  order_id.remove_prefix(prefix_.size());
  std::uint64_t number = 0;
  const auto* const end = order_id.data() + order_id.size();
  const auto read = std::from_chars(order_id.data(), end, number);
  return read.ec == std::errc{} && read.ptr == end ? std::optional{number} : std::nullopt;
}

} // namespace sinew::bench
