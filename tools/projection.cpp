// SPDX-License-Identifier: Apache-2.0
#include "tools/checks.hpp"
#include "tools/cluster/cluster_reading.hpp"
#include "tools/projection/projection_reading.hpp"
#include "tools/text_table.hpp"
#include "tools/verb.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <optional>

namespace sinew {

namespace {

constexpr std::string_view usage = R"(
Each node keeps a copy of its own of each read model of its service, folded from the log. Folding has no side effects: nothing is
sent, stored in the log or asked outside, however often it is done.

  ls       which copies there are, how far each is, and what it takes on the disk
  rebuild  builds a new copy beside the one that answers, from the beginning of the log; with --swap it takes over when it has
           caught up. Meanwhile the old one answers
  swap     the new copy takes over now; it must have caught up

rebuild --swap waits until it is done. Without --node, all nodes of the model's service are asked, at the same time.

Examples:
  sinew projection ls
  sinew projection rebuild orders --swap
  sinew projection rebuild orders --node order-1
  sinew projection swap orders --node order-1

Exit codes: 0 done, 2 no such model or node, or there is nothing to swap, 4 unavailable, or not done in time (it goes on: see ls).
)";

struct projection_options {
  std::string action;
  std::string model;
  std::string node;
  bool swap = false;
  std::string wait = "60s";
};

// Between two questions how far it is.
constexpr std::chrono::milliseconds look_interval{200};

/// One `sinew projection …`, once its options are read.
class projection_desk {
 public:
  projection_desk(const projection_options& options, const common_options& common, client& with, const terminal& where)
      : options_{options}, common_{common}, with_{with}, terminal_{where} {}

  auto run(std::chrono::milliseconds patience) -> exit_code {
    const auto nodes = find_nodes();
    if (!nodes)
      return terminal_.failed(nodes.error());
    const auto found = ask_nodes(with_, *nodes, "projections");
    if (options_.action == "ls")
      return std::ranges::all_of(found, &node_copies::is_silent) && !found.empty() ? nobody_answers(found)
                                                                                   : show(found);
    const auto keepers = keepers_of(found);
    if (!keepers)
      return terminal_.failed(keepers.error());
    const std::string verb = options_.action == "rebuild" && options_.swap ? "replace" : options_.action;
    for (const auto& answer : ask_nodes(with_, *keepers, fmt::format("projection.{}.{}", options_.model, verb)))
      if (!answer.error.empty())
        return terminal_.failed(fmt::format("{}: {}", answer.node, answer.error),
                                answer.is_silent ? exit_code::unavailable : exit_code::bad_input);
    return options_.swap ? await(*keepers, patience) : show(ask_nodes(with_, *keepers, "projections"));
  }

 private:
  auto find_nodes() -> result<std::vector<std::string>> {
    const auto facts = read_cluster(with_);
    if (!facts)
      return tl::unexpected{facts.error()};
    std::vector<std::string> nodes;
    for (const auto& service : make_cluster_view(*facts).services)
      for (const auto& each : service.nodes)
        if (each.state != "silent" && (options_.node.empty() || each.node == options_.node))
          nodes.push_back(each.node);
    if (nodes.empty() && !options_.node.empty())
      return fail(errc::not_found, fmt::format("there is no living node '{}'; see `sinew cluster`", options_.node));
    return nodes;
  }

  auto keepers_of(const std::vector<node_copies>& all) const -> result<std::vector<std::string>> {
    std::vector<std::string> keepers;
    for (const auto& node : all)
      if (std::ranges::find(node.copies, options_.model, &copy_view::model) != node.copies.end())
        keepers.push_back(node.node);
    if (keepers.empty())
      return fail(
          errc::not_found,
          fmt::format("no node{} keeps a read model '{}'; see `sinew projection ls`, and whether nodes are started "
                      "with --data",
                      options_.node.empty() ? "" : " of that name", options_.model));
    return keepers;
  }

  auto await(const std::vector<std::string>& keepers, std::chrono::milliseconds patience) -> exit_code {
    const auto end = with_.where().now() + patience;
    while (true) {
      const auto all = ask_nodes(with_, keepers, "projections");
      if (is_done(all))
        return show(all);
      if (with_.where().now() >= end)
        return terminal_.failed({errc::deadline_exceeded,
                                 fmt::format("not all copies of {} have taken over after {} ms; it goes on, see `sinew "
                                             "projection ls`",
                                             options_.model, patience.count())});
      (void)with_.where().run_until([] { return false; }, look_interval);
    }
  }

  [[nodiscard]] auto is_done(const std::vector<node_copies>& all) const -> bool {
    return std::ranges::all_of(all, [this](const node_copies& node) {
      return node.error.empty() && std::ranges::none_of(node.copies, [this](const copy_view& c) {
               return c.model == options_.model && (c.is_next || !c.is_there());
             });
    });
  }

  auto show(const std::vector<node_copies>& all) const -> exit_code {
    std::vector<table_row> rows{{{"service"},
                                 {"model"},
                                 {"version"},
                                 {"node"},
                                 {"copy"},
                                 {"state"},
                                 {"position"},
                                 {"lag"},
                                 {"bytes"},
                                 {"passed over"}}};
    auto json = ordered_json::array();
    for (const auto& node : all)
      for (const auto& each : node.copies) {
        rows.push_back(row_of(each));
        json.push_back(json_of(each));
      }
    if (common_.json) {
      terminal_.line(one_line({{"copies", json}}));
      return exit_code::done;
    }
    auto text = table_text(rows, terminal_);
    text.pop_back();
    terminal_.line(text);
    for (const auto& node : all) {
      if (!node.error.empty())
        terminal_.note(fmt::format("{}: {}", node.node, node.error));
      for (const auto& each : node.copies)
        if (!each.why.empty())
          terminal_.note(fmt::format("{}: {} is {}: {}", node.node, each.model, each.state, each.why));
    }
    return exit_code::done;
  }

  auto nobody_answers(const std::vector<node_copies>& all) const -> exit_code {
    for (const auto& node : all)
      terminal_.note(fmt::format("{}: {}", node.node, node.error));
    return terminal_.failed("no node answers; see `sinew cluster`", exit_code::unavailable);
  }

  static auto row_of(const copy_view& c) -> table_row {
    const auto number = [](std::uint64_t n) { return table_cell{std::to_string(n), ink::plain, true}; };
    return {{c.service, ink::accent},
            {c.model},
            number(c.version),
            {c.node},
            {fmt::format("{}{}", c.copy, c.is_next ? " (new)" : "")},
            {c.state, c.is_there()                                   ? ink::good
                      : c.state == "stalled" || c.state == "spoiled" ? ink::bad
                                                                     : ink::warning},
            number(c.position),
            number(c.lag),
            number(c.bytes),
            number(c.passed_over)};
  }

  static auto json_of(const copy_view& c) -> ordered_json {
    return {{"service", c.service},
            {"model", c.model},
            {"version", c.version},
            {"node", c.node},
            {"copy", c.copy},
            {"new", c.is_next},
            {"state", c.state},
            {"position", c.position},
            {"lag", c.lag},
            {"bytes", c.bytes},
            {"passed_over", c.passed_over},
            {"why", c.why}};
  }

  const projection_options& options_;
  const common_options& common_;
  client& with_;
  const terminal& terminal_;
};

auto check(const projection_options& o) -> result<void> {
  if (o.action != "ls" && o.model.empty())
    return fail(errc::invalid_input,
                fmt::format("{} needs the name of a read model: sinew projection {} orders", o.action, o.action));
  if (o.swap && o.action != "rebuild")
    return fail(errc::invalid_input, "--swap belongs to rebuild");
  return {};
}

auto run(const projection_options& o, const common_options& common, const terminal& where) -> exit_code {
  if (const auto ok = check(o); !ok)
    return where.failed(ok.error());
  const auto patience = parse_duration(o.wait);
  if (!patience)
    return where.failed(patience.error());
  auto with = client::open(common.nats);
  if (!with)
    return where.failed(with.error());
  return projection_desk{o, common, **with, where}.run(*patience);
}

} // namespace

auto projection_verb() -> verb {
  return {"Operate", "projection", "see and rebuild the nodes' copies of read models", usage,
          [](CLI::App& app) -> verb_action {
            auto o = std::make_shared<projection_options>();
            app.add_option("action", o->action, "ls, rebuild or swap")
                ->required()
                ->check(one_of({"ls", "rebuild", "swap"}));
            app.add_option("model", o->model, "Which read model: orders")->check([](const std::string& name) {
              return is_valid_name(name) ? std::string{} : fmt::format("'{}' is no name of a read model", name);
            });
            app.add_option("--node", o->node, "Only this node's copy");
            app.add_flag("--swap", o->swap, "The new copy takes over when it has caught up");
            app.add_option("--wait", o->wait, "How long to wait for that (default: 60s)");
            return [o](const common_options& common, const terminal& where) { return run(*o, common, where); };
          }};
}

} // namespace sinew
