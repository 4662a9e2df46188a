// SPDX-License-Identifier: Apache-2.0
#include "bench/target/prepared_commands.hpp"

#include "bench/report/figures.hpp"
#include "tools/send/command_writer.hpp"
#include "tools/transcode/strict_json.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew::bench {

namespace {

constexpr std::size_t most_kept = 16'384;
constexpr std::size_t most_bytes = std::size_t{64} * 1024 * 1024;
constexpr std::size_t progress_step = 1'024;
constexpr std::size_t longest_id = 64;
// Enough that a fault of one alternative in a hundred is found.
constexpr int ids_to_check = 1'000;

auto about_option(std::string_view option, const error& e) -> tl::unexpected<error> {
  return fail(e.code, fmt::format("{}: {}", option, e.what));
}

/// What was made of a template, short enough for a message.
auto excerpt(std::string_view text) -> std::string {
  constexpr std::size_t enough = 200;
  return text.size() <= enough ? std::string{text} : std::string{text.substr(0, enough)} + "…";
}

/// One message of a template's text; errors show the text, for nobody has seen it before.
auto write_command(client& with, command_writer& writer, std::string_view id, const std::string& text)
    -> result<message> {
  const auto now = system_wall_clock{}.now();
  auto made = parse_strict_json(text).and_then([&](const ordered_json& fields) {
    return writer.write(id, fields, with.new_id(), now, now + command_target::patience);
  });
  if (!made)
    return about_option("--data", {made.error().code, fmt::format("{}; it was {}", made.error().what, excerpt(text))});
  return made;
}

auto wanted(const own_command& what, std::size_t message_size) -> std::size_t {
  const auto room = std::clamp<std::size_t>(most_bytes / message_size, 1, most_kept);
  return what.operations == 0 ? room : static_cast<std::size_t>(std::min<std::uint64_t>(what.operations, room));
}

} // namespace

auto prepared_commands::make(client& with, const service_card& owner, const load& what, const terminal& says)
    -> result<std::unique_ptr<prepared_commands>> {
  std::unique_ptr<prepared_commands> made{new prepared_commands{what.own, what.seed}};
  return made->parse(what.own)
      .and_then([&] { return made->check_ids(what.own, what.seed); })
      .and_then([&] { return made->fill_ring(with, owner, what, says); })
      .map([&] { return std::move(made); });
}

auto prepared_commands::parse(const own_command& what) -> result<void> {
  auto id = text_template::parse(what.id, fields_);
  if (!id)
    return about_option("--id", id.error());
  auto body = text_template::parse(what.fields, fields_);
  if (!body)
    return about_option("--data", body.error());
  id_ = std::move(*id);
  body_ = std::move(*body);
  return {};
}

auto prepared_commands::check_ids(const own_command& what, std::uint64_t seed) const -> result<void> {
  if (id_.longest(fields_) > longest_id)
    return fail(errc::invalid_input, fmt::format("--id: '{}' can become {} characters long; an id has 1 to {}", what.id,
                                                 id_.longest(fields_), longest_id));
  template_fields apart{seed}; // so that the run begins with the first of its values
  const auto same = text_template::parse(what.id, apart);
  for (int i = 0; i < ids_to_check; ++i)
    if (const auto ok = check_id(same->fill(apart)); !ok)
      return about_option("--id", ok.error());
  return {};
}

auto prepared_commands::fill_ring(client& with, const service_card& owner, const load& what, const terminal& says)
    -> result<void> {
  auto writer = command_writer::open(owner, {what.own.aggregate, what.own.command, "bench", what.time_hops});
  if (!writer)
    return tl::unexpected{writer.error()};
  const std::string room(std::max<std::size_t>(id_.longest(fields_), 1), '0');
  for (std::size_t count = 1; ring_.size() < count;) {
    auto id = body_.borrows() ? id_.fill(fields_) : std::string{};
    const auto made = write_command(with, *writer, id.empty() ? room : id, body_.fill(fields_));
    if (!made)
      return tl::unexpected{made.error()};
    if (ring_.empty())
      count = wanted(what.own, made->raw().size());
    smallest_ = ring_.empty() ? made->payload().size() : std::min(smallest_, made->payload().size());
    largest_ = std::max(largest_, made->payload().size());
    ring_.push_back({std::move(id), stamped_command{*made}});
    if (ring_.size() % progress_step == 0)
      says.progress(fmt::format("{} of {} messages are built", ring_.size(), count));
  }
  says.progress("");
  return {};
}

auto prepared_commands::next() -> outgoing_command {
  auto& [own_id, command] = ring_[at_];
  at_ = at_ + 1 == ring_.size() ? 0 : at_ + 1;
  if (own_id.empty())
    drawn_id_ = id_.fill(fields_);
  const std::string_view id = own_id.empty() ? drawn_id_ : own_id;
  command.renew(id, chance_);
  return {subjects_.of(id), command.raw()};
}

auto prepared_commands::about() const -> std::string {
  const auto payload =
      smallest_ == largest_ ? fmt::format("{}", largest_) : fmt::format("{} to {}", smallest_, largest_);
  return fmt::format("payload {} bytes, {} messages built before the run and sent in turns, {}", payload,
                     count_figure(ring_.size()),
                     body_.borrows() ? "with their ids" : "with an id drawn for each operation");
}

} // namespace sinew::bench
