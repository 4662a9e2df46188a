// SPDX-License-Identifier: Apache-2.0
#include "tools/checks.hpp"
#include "tools/client/list_reading.hpp"
#include "tools/client/registry_reading.hpp"
#include "tools/list/row_table.hpp"
#include "tools/verb.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <limits>
#include <memory>

namespace sinew {

namespace {

constexpr std::string_view usage = R"(
Asks any instance of a service for the rows of one of its read models; `sinew describe` shows which there are, and their
columns. A read model follows its service's log, a moment behind. --at-least waits until it has seen a position: the one that
`sinew send` prints, to read what one has just written.

Examples:
  sinew list order orders
  sinew list order orders --where customer=c-1 --where 'total>=1000' --sort -placed
  sinew list order orders --at-least 88
  sinew list order orders --limit 10 --json | jq -r .next
  sinew list order orders --limit 10 --cursor 4f1c…

Exit codes: 0 shown, 2 no such service, model, column, value or cursor, 4 unavailable, or the position was not seen in time.
)";

struct list_options {
  list_question what;
  std::vector<std::string> where;
  std::string timeout = "10s";
};

auto question_of(const list_options& o) -> result<list_question> {
  auto what = o.what;
  for (const auto& text : o.where) {
    auto filter = parse_list_filter(text);
    if (!filter)
      return tl::unexpected{filter.error()};
    what.filters.push_back(std::move(*filter));
  }
  return what;
}

void show(const listed& page, const service_card::read_model& model, const common_options& common,
          const terminal& where) {
  if (common.json) {
    where.line(one_line({{"rows", page.rows}, {"next", page.next}, {"position", page.position}}));
    return;
  }
  where.line(row_table(page.rows, model, where));
  where.line(fmt::format("{} row{}, up to position {}{}", page.rows.size(), page.rows.size() == 1 ? "" : "s",
                         page.position, page.next.empty() ? "" : "; more: --cursor " + page.next));
}

auto run(const list_options& o, const common_options& common, const terminal& where) -> exit_code {
  const auto patience = parse_duration(o.timeout);
  if (!patience)
    return where.failed(patience.error());
  const auto what = question_of(o);
  if (!what)
    return where.failed(what.error());
  auto with = client::open(common.nats);
  if (!with)
    return where.failed(with.error());
  auto known = read_catalog(**with);
  if (!known)
    return where.failed(known.error());
  const auto catalogue = std::make_shared<const catalog>(std::move(*known));
  const auto page = (*with)->await<listed>(
      [&](completion<listed> done) { ask_list(**with, catalogue, *what, *patience, std::move(done)); });
  if (!page)
    return where.failed(page.error());
  show(*page, *catalogue->find(what->service)->find_read_model(what->model), common, where);
  return exit_code::done;
}

} // namespace

auto list_verb() -> verb {
  return {"Look", "list", "list the rows of a read model: filtered, sorted, page by page", usage,
          [](CLI::App& app) -> verb_action {
            auto o = std::make_shared<list_options>();
            app.add_option("service", o->what.service, "Whose read model")->required();
            app.add_option("model", o->what.model, "Which one: orders")->required();
            app.add_option("--where", o->where, "Only rows of which that is true; may be repeated")
                ->type_name("CONDITION")
                ->allow_extra_args(false);
            app.add_option("--search", o->what.search, "Only rows that have these words, or words that begin so");
            app.add_option("--sort", o->what.sort, "By this column; -placed: the newest first (default: id)")
                ->type_name("COLUMN");
            app.add_option("--limit", o->what.limit, "Rows at most (default: 50)")
                ->check(whole_number(1, 200, "limit: 1 to 200 rows"));
            app.add_option("--cursor", o->what.cursor, "The next page, as the one before tells");
            app.add_option("--at-least", o->what.at_least, "Wait until it has seen that position")
                ->type_name("POSITION")
                ->check(whole_number(1, std::numeric_limits<std::uint64_t>::max(), "position"));
            app.add_option("--timeout", o->timeout, "How long to ask: 250ms, 10s, 5m")->default_str("10s");
            return [o](const common_options& common, const terminal& where) { return run(*o, common, where); };
          }};
}

} // namespace sinew
