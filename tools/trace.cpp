// SPDX-License-Identifier: Apache-2.0
#include "tools/checks.hpp"
#include "tools/client/registry_reading.hpp"
#include "tools/saga/saga_reading.hpp"
#include "tools/trace/trace_tree.hpp"
#include "tools/verb.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace sinew {

namespace {

constexpr std::string_view usage = R"(
Shows one order as a tree of what caused what: when (since the first event, by the broker's clock), how long since its
cause, and below it what followed. Read from the logs alone, so it works for every order that there ever was, with
nothing switched on. Where the order was traced, the first line names the trace as collectors know it.

Examples:
  sinew trace o-1
  sinew trace o-1 --json | jq '.roots[].event'

Exit codes: 0 shown, 2 no such order, 4 unavailable.
)";

auto milliseconds(std::chrono::nanoseconds t) -> double {
  return std::chrono::duration<double, std::milli>{t}.count();
}

/// Prints one tree; bars lead from a cause to its effects.
class tree_printer {
 public:
  tree_printer(const trace_tree& tree, const terminal& where) : tree_{tree}, where_{where} {
    for (const auto& node : tree.nodes)
      service_width_ = std::max(service_width_, node.step.service.size());
  }

  void print(std::size_t at, const std::string& bars = {}, const std::string& own = {}) const {
    const auto& [step, cause, command, effects] = tree_.nodes[at];
    const auto took = tree_.took(at);
    where_.line(fmt::format(
        "{}  {}  {}  {}{} {} {}{}",
        where_.on_out(ink::faint, fmt::format("{:>+9.1f} ms", milliseconds(tree_.offset(at)))),
        where_.on_out(ink::faint, took ? fmt::format("{:>9.1f} ms", milliseconds(*took)) : fmt::format("{:>12}", "")),
        where_.on_out(ink::accent, fmt::format("{:<{}}", step.service, service_width_)), where_.on_out(ink::faint, own),
        step.aggregate, step.id, where_.on_out(ink::bold, step.event),
        where_.on_out(ink::faint, why(tree_.nodes[at]))));
    for (std::size_t i = 0; i < effects.size(); ++i) {
      const bool is_last = i + 1 == effects.size();
      print(effects[i], bars + (is_last ? "   " : "│  "), bars + (is_last ? "└─ " : "├─ "));
    }
  }

 private:
  static auto why(const trace_node& node) -> std::string {
    if (node.cause)
      return fmt::format("  ({})", node.command);
    // What a service asks of itself and nothing led to is a deadline of its own.
    return node.step.actor.starts_with("service/") ? "  (a timer)" : fmt::format("  (asked by {})", node.step.actor);
  }

  const trace_tree& tree_;
  const terminal& where_;
  std::size_t service_width_ = 0;
};

void print(const saga_view& saga, const trace_tree& tree, const terminal& where) {
  const auto id = trace_id_of(saga);
  where.line(fmt::format("order {}: {}, {} events in {:.1f} ms{}", saga.id, name_of(saga.outcome), saga.steps.size(),
                         milliseconds(saga.duration()), id.empty() ? "" : ", trace " + id));
  const tree_printer printer{tree, where};
  for (const auto root : tree.roots)
    printer.print(root);
}

auto run(const std::string& id, const common_options& common, const terminal& where) -> exit_code {
  auto with = client::open(common.nats);
  if (!with)
    return where.failed(with.error());
  const auto known = check_id(id).and_then([&] { return read_catalog(**with); });
  if (!known)
    return where.failed(known.error());
  const auto saga = read_saga(**with, *known, id);
  if (!saga)
    return where.failed(saga.error());
  if (saga->steps.empty())
    return where.failed({errc::not_found, fmt::format("no service knows an order '{}'", id)});
  const auto tree = make_trace_tree(*known, *saga);
  if (common.json)
    where.line(one_line(trace_json(*saga, tree)));
  else
    print(*saga, tree, where);
  return exit_code::done;
}

} // namespace

auto trace_verb() -> verb {
  return {"Look", "trace", "show one order as a tree of what caused what", usage, [](CLI::App& app) -> verb_action {
            auto id = std::make_shared<std::string>();
            app.add_option("order-id", *id, "Id of the order")->required();
            return [id](const common_options& common, const terminal& where) { return run(*id, common, where); };
          }};
}

} // namespace sinew
