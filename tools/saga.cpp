// SPDX-License-Identifier: Apache-2.0
#include "bridge/subjects.hpp"
#include "tools/client/registry_reading.hpp"
#include "tools/saga/saga_reading.hpp"
#include "tools/tap/stream_follower.hpp"
#include "tools/verb.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>

namespace sinew {

namespace {

constexpr std::string_view usage = R"(
Shows the way of one order through all services, read from their logs by its correlation id: when (since the first
event, by the broker's clock), which service, which aggregate, what happened; while it runs, what it waits for.

With --wait it returns when the saga has ended, or the time is up.

Examples:
  sinew saga o-1
  sinew saga o-1 --wait 10s
  sinew saga o-1 --json | jq '.steps[].event'

Exit codes: 0 completed (order.confirmed), 5 compensated (order.cancelled: every step is undone), 6 still running,
7 parked (a message of it waits for an operator), 2 no such order, 4 unavailable.
)";

constexpr std::chrono::seconds broker_pause{1};

struct saga_options {
  std::string id;
  std::string wait;
};

auto ink_of(saga_outcome outcome) -> ink {
  switch (outcome) {
    case saga_outcome::completed: return ink::good;
    case saga_outcome::compensated: return ink::warning;
    case saga_outcome::running: return ink::accent;
    case saga_outcome::parked: return ink::bad;
  }
  return ink::plain;
}

auto milliseconds(std::chrono::nanoseconds t) -> double {
  return std::chrono::duration<double, std::milli>{t}.count();
}

/// Steps as columns; the widths follow the longest entry.
void print_steps(const saga_view& view, const terminal& where) {
  std::size_t service_width = 0;
  std::size_t who_width = 0;
  std::size_t event_width = 0;
  const auto who = [](const saga_step& s) { return s.aggregate + " " + s.id; };
  for (const auto& step : view.steps) {
    service_width = std::max(service_width, step.service.size());
    who_width = std::max(who_width, who(step).size());
    event_width = std::max(event_width, step.event.size());
  }
  for (const auto& step : view.steps)
    where.line(fmt::format(
        "{}  {}  {:<{}}  {}  {}",
        where.on_out(ink::faint, fmt::format("{:>+9.1f} ms", milliseconds(step.stored - view.steps.front().stored))),
        where.on_out(ink::accent, fmt::format("{:<{}}", step.service, service_width)), who(step), who_width,
        where.on_out(ink::bold, fmt::format("{:<{}}", step.event, event_width)),
        where.on_out(ink::faint, step.data.empty() ? "" : one_line(step.data))));
}

void print(const saga_view& view, const terminal& where) {
  where.line(fmt::format("saga {}: {}, {} steps in {:.1f} ms", view.id,
                         where.on_out(ink_of(view.outcome), name_of(view.outcome)), view.steps.size(),
                         milliseconds(view.duration())));
  print_steps(view, where);
  for (const auto& wait : view.waits)
    where.line(fmt::format("  waits for {}: {} {} (since {})", where.on_out(ink::accent, wait.service), wait.target,
                           wait.command, wait.because));
  for (const auto& subject : view.parked)
    where.line(fmt::format("  {} {}", where.on_out(ink::bad, "parked:"), subject));
}

/// The broker does not answer just now.
template <class T>
auto is_away(const result<T>& answer) -> bool {
  return !answer && exit_code_of(answer.error().code) == exit_code::unavailable;
}

/// One `sinew saga`, once its options are read.
class saga_watch {
 public:
  saga_watch(const saga_options& options, client& with, catalog known)
      : options_{options}, with_{with}, known_{std::move(known)} {}

  auto run(std::chrono::milliseconds patience) -> result<saga_view> {
    // Listening begins before reading: what happens in between must wake us.
    if (patience.count() > 0)
      if (auto ok = listen(); !ok)
        return tl::unexpected{ok.error()};
    const auto end = with_.where().now() + patience;
    for (;;) {
      news_ = false;
      auto view = read_saga(with_, known_, options_.id);
      const bool away = is_away(view);
      const bool open = away || (view && view->outcome == saga_outcome::running);
      const auto left = end - with_.where().now();
      // Nothing rings when a broker is back (it may only have been choosing its leader): looked at again after a while.
      const auto patience_now = away ? std::min<loop::clock::duration>(left, broker_pause) : left;
      if (!open || left <= left.zero())
        return view;
      const bool rang = news_ || with_.where().run_until([this] { return news_; }, patience_now);
      if (!rang && !away)
        return view;
    }
  }

 private:
  /// To what is stored, not to what is sent: on a cluster some time lies between, and a message that rings before it can
  /// be read would ring in vain.
  auto listen() -> result<void> {
    with_.broker().on_state([this](connection::state s) {
      for (const auto& bell : bells_)
        if (s == connection::state::connected)
          bell->resume();
    });
    if (const auto* owner = known_.owner_of("order"))
      if (auto heard = follow(owner->stream, fmt::format("evt.order.*.{}.*", options_.id)); !heard)
        return heard;
    return follow(std::string{subject::park_stream}, fmt::format("park.*.*.{}", options_.id));
  }

  auto follow(std::string stream, std::string filter) -> result<void> {
    bells_.push_back(std::make_unique<stream_follower>(
        with_, stream_follower::from{std::move(stream), std::move(filter), {}}, [this](auto...) { news_ = true; }));
    auto heard = with_.await<void>([this](completion<void> done) { bells_.back()->start(std::move(done)); });
    return is_away(heard) ? result<void>{} : heard; // it tries again by itself
  }

  const saga_options& options_;
  client& with_;
  catalog known_;
  std::vector<std::unique_ptr<stream_follower>> bells_;
  bool news_ = false;
};

auto find_saga(client& with, const saga_options& o) -> result<saga_view> {
  if (auto ok = check_id(o.id); !ok)
    return tl::unexpected{ok.error()};
  auto patience = o.wait.empty() ? result<std::chrono::milliseconds>{0} : parse_duration(o.wait);
  if (!patience)
    return tl::unexpected{patience.error()};
  auto known = read_catalog(with);
  if (!known)
    return tl::unexpected{known.error()};
  auto view = saga_watch{o, with, std::move(*known)}.run(*patience);
  if (view && view->steps.empty())
    return fail(
        errc::not_found,
        fmt::format("no service knows an order '{}'; place it with `sinew send order place --id {}`", o.id, o.id));
  return view;
}

auto run(const saga_options& o, const common_options& common, const terminal& where) -> exit_code {
  auto with = client::open(common.nats);
  if (!with)
    return where.failed(with.error());
  const auto view = find_saga(**with, o);
  if (!view)
    return where.failed(view.error());
  if (common.json)
    where.line(one_line(saga_json(*view)));
  else
    print(*view, where);
  return exit_code_of(view->outcome);
}

} // namespace

auto saga_verb() -> verb {
  return {"Look", "saga", "show an order's way through all services, and wait for its end", usage,
          [](CLI::App& app) -> verb_action {
            auto o = std::make_shared<saga_options>();
            app.add_option("order-id", o->id, "Id of the order")->required();
            app.add_option("--wait", o->wait, "Wait until it has ended, at most so long: 10s");
            return [o](const common_options& common, const terminal& where) { return run(*o, common, where); };
          }};
}

} // namespace sinew
