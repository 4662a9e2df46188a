// SPDX-License-Identifier: Apache-2.0
#include "tools/client/registry_reading.hpp"
#include "tools/park/park_view.hpp"
#include "tools/park/redrive_run.hpp"
#include "tools/verb.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <memory>

namespace sinew {

namespace {

constexpr std::string_view usage = R"(
Messages that a service could not handle wait here, in order, and with each the later messages of the same key: other keys
are not held up. Find the reason, mend it, then redrive: a running node handles what waits as if it had just come, and takes
it out when it has succeeded. What fails again stays the first of its key.

Examples:
  sinew park ls                                   what is parked, grouped by reason
  sinew park ls --reason 'card provider'          only such reasons, with the keys
  sinew park show inventory order o-1             the messages of one key, decoded, with the story of their failures
  sinew park redrive --dry-run                    what would be tried
  sinew park redrive inventory order o-1          one key
  sinew park redrive inventory --rate 20/s        all keys of a service, 20 messages a second
  sinew park drop inventory order o-1 --yes       give up the message that has failed, the first; what merely waits
                                                  behind it stays, for a redrive
  sinew park drop inventory order o-1 --up-to 508 --yes
                                                  give up what stands there up to place 508 (see show)
  sinew park drop inventory order o-1 --all --yes give up all of it, with the good messages that wait

The aggregate and id are those of the message, often another service's. "Set aside" are bytes that are no message of their key
at all, or that no node has parked: they hold nobody up, and can only be dropped. A redrive that meets such bytes sets them
aside and goes on with what follows.

Exit codes: 0 done (ls, show: also when nothing is parked), 2 bad input, 4 unavailable, 7 redrive: something failed
again and stays parked.
)";

struct park_options {
  parked_choice which;
  std::string reason;
  std::string rate;
  bool dry_run = false;
  bool yes = false;
  bool all = false;
  std::uint64_t up_to = 0;
};

/// "20" and "20/s". invalid_input: anything else.
auto parse_rate(std::string_view text) -> result<double> {
  auto number = text;
  if (number.ends_with("/s"))
    number.remove_suffix(2);
  double value = 0;
  const auto* const end = number.data() + number.size();
  if (std::from_chars(number.data(), end, value).ptr != end || number.empty() || !(value > 0))
    return fail(errc::invalid_input, fmt::format("'{}' is no rate; write 20/s", text));
  return value;
}

auto name_of(const parked_queue& q) -> std::string {
  return fmt::format("{} {} {}", q.service, q.key.aggregate, q.key.id);
}

auto counted(std::uint64_t n, std::string_view one) -> std::string {
  return fmt::format("{} {}{}", n, one, n == 1 ? "" : "s");
}

/// Of an RFC 3339 time of the broker's, with its nanoseconds: nobody reads those.
auto to_the_second(const std::string& time) -> std::string {
  constexpr std::size_t length = sizeof "2026-01-01T00:00:00" - 1;
  return time.size() > length ? time.substr(0, length) + "Z" : time;
}

/// One `sinew park …`, once its options are read.
class parking_desk {
 public:
  parking_desk(const park_options& o, const common_options& common, const terminal& where)
      : options_{o}, json_{common.json}, where_{where} {}

  auto open(const std::string& url) -> result<void> {
    if (auto ok = check_choice(options_.which); !ok)
      return ok;
    auto opened = client::open(url);
    if (!opened)
      return tl::unexpected{opened.error()};
    client_ = std::move(*opened);
    return {};
  }

  auto list() -> exit_code {
    park_view view;
    if (auto read = for_each_parked(*client_, options_.which, [&](const parked_row& row) { view.add(row); }); !read)
      return where_.failed(read.error());
    const auto groups = view.groups(options_.reason);
    if (json_)
      where_.line(one_line(groups_json(groups)));
    else
      print(groups);
    return exit_code::done;
  }

  auto show() -> exit_code {
    const auto known = read_catalog(*client_);
    if (!known)
      return where_.failed(known.error());
    std::uint64_t shown = 0;
    auto read = for_each_parked(*client_, options_.which, [&](const parked_row& row) {
      const auto told = parked_json(*known, row);
      where_.line(json_ ? one_line(told) : told.dump(2, ' ', false, ordered_json::error_handler_t::replace));
      ++shown;
    });
    if (!read)
      return where_.failed(read.error());
    return shown == 0 ? nothing_there(*known) : exit_code::done;
  }

  auto redrive() -> exit_code {
    const auto rate = options_.rate.empty() ? result<double>{0} : parse_rate(options_.rate);
    if (!rate)
      return where_.failed(rate.error());
    const auto all = list_queues(*client_, options_.which);
    if (!all)
      return where_.failed(all.error());
    redrive_run run{client_->broker(), *rate};
    auto worst = exit_code::done;
    std::uint64_t keys = 0;
    for (const auto& queue : all->queues) {
      if (queue.is_aside)
        continue;
      ++keys;
      if (options_.dry_run)
        tell_plan("redrive", queue);
      else if (const auto code = tell(queue, redriven(run, queue));
               worst != exit_code::parked && code != exit_code::done)
        worst = code;
    }
    return keys == 0 ? nothing_there() : worst;
  }

  auto drop() -> exit_code {
    if (options_.up_to != 0 && !options_.which.is_one_key())
      return where_.failed("--up-to wants one key: sinew park drop inventory order o-1 --up-to 508",
                           exit_code::bad_input);
    const auto all = list_queues(*client_, options_.which);
    if (!all)
      return where_.failed(all.error());
    for (const auto& queue : all->queues)
      if (const auto done = drop(queue, all->last_place); !done)
        return where_.failed(done.error());
    if (all->queues.empty())
      return nothing_there();
    if (!options_.yes)
      return where_.failed("nothing was dropped: what is dropped is lost; say --yes", exit_code::bad_input);
    return exit_code::done;
  }

 private:
  /// Nothing is parked: because all is well, or because of a slip?
  auto nothing_there(const catalog& known) const -> exit_code {
    const auto& [service, aggregate, id] = options_.which;
    if (!service.empty())
      if (const auto card = known.need_service(service); !card)
        return where_.failed(card.error().what, exit_code::bad_input);
    if (!aggregate.empty())
      if (const auto owner = known.need(aggregate); !owner)
        return where_.failed(owner.error());
    where_.note("sinew: nothing is parked there");
    return exit_code::done;
  }
  auto nothing_there() const -> exit_code {
    const auto known = read_catalog(*client_);
    return known ? nothing_there(*known) : where_.failed(known.error());
  }

  void print(const std::vector<parked_group>& groups) const {
    if (groups.empty())
      return where_.line("nothing is parked");
    for (const auto& g : groups) {
      where_.line(fmt::format(
          "{}  {} of {}, oldest {}  {}", where_.on_out(ink::accent, g.service), counted(g.messages, "message"),
          counted(g.keys, "key"), to_the_second(g.oldest),
          where_.on_out(g.holds_keys ? ink::bad : ink::faint, (g.holds_keys ? "" : "set aside: ") + g.reason)));
      const auto shown = options_.reason.empty() ? std::size_t{1} : g.examples.size();
      for (std::size_t i = 0; i < shown; ++i)
        where_.line(where_.on_out(ink::faint, fmt::format("  sinew park show {} {} {}", g.service,
                                                          g.examples[i].aggregate, g.examples[i].id)));
      if (shown < g.keys)
        where_.line(where_.on_out(ink::faint, fmt::format("  … and {} more", g.keys - shown)));
    }
  }

  /// Unless told otherwise, only the message that is to blame: what waits behind it can be handled.
  auto drop(const parked_queue& queue, std::uint64_t last_place) -> result<void> {
    const bool whole = options_.all || queue.is_aside;
    auto up_to = options_.up_to;
    if (!whole && up_to == 0) {
      const auto first = read_first(*client_, queue);
      if (!first)
        return tl::unexpected{first.error()};
      if (!*first)
        return {};
      if ((*first)->only_waits())
        return tell_drop(queue, 0), result<void>{};
      up_to = (*first)->entry.place;
    }
    if (!options_.yes) {
      if (whole || options_.up_to != 0)
        tell_plan("drop", queue);
      else
        tell_drop(queue, 1);
      return {};
    }
    return drop_queue(*client_, queue, last_place, up_to).map([&](std::uint64_t n) { tell_drop(queue, n); });
  }

  /// What was, or without --yes would be, dropped, and what stays.
  void tell_drop(const parked_queue& queue, std::uint64_t dropped) const {
    const auto waiting = queue.messages > dropped ? queue.messages - dropped : 0;
    if (json_)
      return where_.line(one_line({{"service", queue.service},
                                   {"aggregate", queue.key.aggregate},
                                   {"id", queue.key.id},
                                   {"set_aside", queue.is_aside},
                                   {options_.yes ? "dropped" : "would_drop", dropped},
                                   {"waiting", waiting}}));
    auto text = dropped == 0 ? name_of(queue) + ": nothing has failed there"
                             : fmt::format("{}: {}{}", name_of(queue), options_.yes ? "" : "would drop ",
                                           counted(dropped, "message") + (options_.yes ? " dropped" : ""));
    if (waiting > 0)
      text += fmt::format("; {} behind it: sinew park redrive {}",
                          waiting == 1 ? "1 message waits" : fmt::format("{} messages wait", waiting), name_of(queue));
    where_.line(text);
  }

  void tell_plan(std::string_view what, const parked_queue& queue) const {
    where_.line(json_ ? one_line({{"service", queue.service},
                                  {"aggregate", queue.key.aggregate},
                                  {"id", queue.key.id},
                                  {"set_aside", queue.is_aside},
                                  {"messages", queue.messages},
                                  {"would", what}})
                      : fmt::format("{}: would {} {}{}", name_of(queue), what, counted(queue.messages, "message"),
                                    queue.is_aside ? " that were set aside" : ""));
  }

  auto redriven(redrive_run& run, const parked_queue& queue) -> redrive_outcome {
    const auto told =
        client_->await<redrive_outcome>([&](completion<redrive_outcome> done) { run.key(queue, std::move(done)); });
    return told.value_or(redrive_outcome{});
  }

  auto tell(const parked_queue& queue, const redrive_outcome& told) const -> exit_code {
    using end = redrive_outcome::end;
    if (json_) {
      where_.line(one_line(redrive_json(queue, told)));
    } else if (told.how == end::emptied) {
      where_.line(
          fmt::format("{}: {} redriven{}", name_of(queue), counted(told.redriven, "message"),
                      told.set_aside == 0 ? "" : fmt::format(", {} set aside as no message of ours", told.set_aside)));
    } else {
      where_.line(
          fmt::format("{}: {} redriven, then {}: {}", name_of(queue), counted(told.redriven, "message"),
                      where_.on_out(ink::bad, told.how == end::still_parked
                                                  ? fmt::format("one failed again ({} tries by now)", told.attempts)
                                                  : "nobody could try"),
                      told.reason));
    }
    switch (told.how) {
      case end::emptied: return exit_code::done;
      case end::still_parked: return exit_code::parked;
      case end::unavailable:
      case end::interrupted: return exit_code::unavailable; // here no end is set
    }
    return exit_code::done;
  }

  const park_options& options_;
  bool json_;
  const terminal& where_;
  std::unique_ptr<client> client_;
};

using desk_action = exit_code (parking_desk::*)();

/// A word after `sinew park`, with the key it may be about.
auto add_word(CLI::App& app, const std::shared_ptr<park_options>& o, const std::string& name, const std::string& about,
              bool needs_service) -> CLI::App* {
  auto* word = app.add_subcommand(name, about)->fallthrough();
  auto* service = word->add_option("service", o->which.service, "Service that could not handle it");
  if (needs_service)
    service->required();
  word->add_option("aggregate", o->which.aggregate, "Kind of aggregate the message is about");
  word->add_option("id", o->which.id, "Which one");
  return word;
}

auto declare(CLI::App& app) -> verb_action {
  auto o = std::make_shared<park_options>();
  auto act = std::make_shared<desk_action>(nullptr);
  app.require_subcommand(1);
  const auto on = [&](CLI::App* word, desk_action what) { word->callback([act, what] { *act = what; }); };
  auto* ls = add_word(app, o, "ls", "What is parked, grouped by reason", false);
  ls->add_option("--reason", o->reason, "Only reasons that contain this; names the keys")->type_name("TEXT");
  on(ls, &parking_desk::list);
  on(add_word(app, o, "show", "The parked messages of a key, decoded", true), &parking_desk::show);
  auto* redrive = add_word(app, o, "redrive", "Have a node handle them again, in order", false);
  redrive->add_option("--rate", o->rate, "At most so many messages a second: 20/s")->type_name("N/s");
  redrive->add_flag("--dry-run", o->dry_run, "Only say what would be tried");
  on(redrive, &parking_desk::redrive);
  auto* drop = add_word(app, o, "drop", "Take out, for good, what has failed", true);
  auto* up_to =
      drop->add_option("--up-to", o->up_to, "All as far as this place; what waits behind it stays")->type_name("PLACE");
  drop->add_flag("--all", o->all, "Also what merely waits")->excludes(up_to);
  drop->add_flag("--yes", o->yes, "Really");
  on(drop, &parking_desk::drop);
  return [o, act](const common_options& common, const terminal& where) {
    parking_desk desk{*o, common, where};
    if (auto opened = desk.open(common.nats); !opened)
      return where.failed(opened.error());
    return (desk.**act)();
  };
}

} // namespace

auto park_verb() -> verb {
  return {"Mend", "park", "see, redrive or drop the messages that a service could not handle", usage, declare};
}

} // namespace sinew
