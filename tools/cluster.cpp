// SPDX-License-Identifier: Apache-2.0
#include "tools/cluster/cluster_reading.hpp"
#include "tools/cluster/cluster_text.hpp"
#include "tools/verb.hpp"

#include <unistd.h>
#include <CLI/CLI.hpp>

#include <memory>

namespace sinew {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view usage = R"(
Shows the nodes of each service (state, version, which partitions each serves and which lanes it reads), outside parties as
the nodes see them, how far each reader is behind, the broker's servers, and what is parked.

  silent   not heard of for 2.5 seconds: dead, paused or cut off; others take over what it served
  pending  stored, but not delivered to that reader yet
  unacked  delivered, and being worked at; redelivered: of those, not for the first time

With --watch it looks again every two seconds, until Ctrl-C; with --json each look is one line.

Examples:
  sinew cluster
  sinew cluster --watch
  sinew cluster --json | jq '.services[] | {service, unserved}'

Exit codes: 0 every partition of every service is served, 8 some are not, 4 unavailable.
)";

constexpr auto look_interval = 2s;

auto code_of(const cluster_view& view) -> exit_code {
  return view.is_served() ? exit_code::done : exit_code::unserved;
}

void show(const cluster_view& view, const common_options& common, const terminal& where) {
  where.line(common.json ? one_line(cluster_json(view)) : cluster_text(view, where));
}

auto look(client& with, const common_options& common, const terminal& where) -> exit_code {
  const auto facts = read_cluster(with);
  if (!facts)
    return where.failed(facts.error());
  const auto view = make_cluster_view(*facts);
  show(view, common, where);
  return code_of(view);
}

/// For ever: nothing tells of a consumer that falls behind, so it has to be looked at. Ctrl-C is how it ends. A broker that is away
/// is told of and waited for.
[[noreturn]] void watch(client& with, const common_options& common, const terminal& where) {
  const bool is_screen = !common.json && isatty(STDOUT_FILENO) == 1;
  for (;;) {
    if (is_screen)
      where.line("\x1b[H\x1b[2J");
    (void)look(with, common, where);
    (void)with.where().run_until([] { return false; }, look_interval);
  }
}

} // namespace

auto cluster_verb() -> verb {
  return {"Operate", "cluster", "show who serves what, who is behind, and how the broker is", usage,
          [](CLI::App& app) -> verb_action {
            auto again = std::make_shared<bool>(false);
            app.add_flag("--watch", *again, "Look again every two seconds");
            return [again](const common_options& common, const terminal& where) {
              auto with = client::open(common.nats);
              if (!with)
                return where.failed(with.error());
              if (*again)
                watch(**with, common, where);
              return look(**with, common, where);
            };
          }};
}

} // namespace sinew
