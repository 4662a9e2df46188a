// SPDX-License-Identifier: Apache-2.0
#include "tools/checks.hpp"
#include "tools/routing/route_words.hpp"
#include "tools/text_table.hpp"
#include "tools/transcode/payload_reader.hpp"

#include "bridge/subjects.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <functional>
#include <memory>

namespace sinew {

namespace {

constexpr std::string_view usage = R"(
The table of routes says which part of some traffic goes elsewhere. It stands in the broker: a change is one write, all whom it
concerns hear of it at once, and it outlives them.

  ls      all rows
  canary  nodes of another variant of a service serve a share of its keys: a new version on trial. Nodes say at their start
          which variant they are (sinew-order --variant b); those that say nothing are `main`, and serve the rest. Keys go by
          partition, so that a key always goes the same way; a share that grows only adds some. What those who are to serve
          cannot, for none of them is there, the others serve. Waits until the nodes serve so; lanes, which go over
          only whole, may take longer
  http    a legacy system serves a resource of the gateway's, or a share of its ids, or both systems do and their answers are
          compared (gateway/README.md, "Replacing a legacy system"). Each call says all: what is left out is at its default
  parity  what gateways have compared of a resource since they started
  rm      takes a row out: everything is as if it had never been there

Examples:
  sinew route canary order --to b --share 10      a tenth of the orders' partitions to the nodes of variant b
  sinew route canary order --to b --share 100     all of them
  sinew route ls
  sinew route rm canary order                     back to main
  sinew route http orders --mode legacy --upstream http://old.example:8099 --new-share 10
  sinew route http orders --mode both --upstream http://old.example:8099 --ignore /position
  sinew route parity orders
  sinew route rm http orders                      all of it is new

Exit codes: 0 done, 2 bad input: no such service, nothing to take out …, 4 unavailable, or not done in time (it goes on: see
`sinew cluster`).
)";

/// What there is to know of one kind of rows.
struct route_kind {
  std::string_view stored; // in the table
  std::string_view word;   // on the command line
  std::function<result<std::string>(std::string_view value)> explain;
  route_drop drop = {}; // none: of a kind that is not known here
};

auto as_it_is(std::string_view value) -> result<std::string> {
  return std::string{value};
}

auto kinds() -> const std::vector<route_kind>& {
  static const std::vector<route_kind> all{{subject::route_of_nodes, "canary", explain_canary, drop_canary},
                                           {subject::route_of_http, "http", explain_http, drop_http}};
  return all;
}

auto kind_of(const route_row& row) -> route_kind {
  const auto found = std::ranges::find(kinds(), row.kind, &route_kind::stored);
  return found == kinds().end() ? route_kind{row.kind, row.kind, as_it_is, {}} : *found;
}

auto words() -> std::vector<std::string> {
  std::vector<std::string> all;
  for (const auto& k : kinds())
    all.emplace_back(k.word);
  return all;
}

void show_json(const std::vector<route_row>& rows, const terminal& where) {
  auto all = ordered_json::array();
  for (const auto& row : rows) {
    const auto explained = kind_of(row).explain(row.value);
    const auto value = ordered_json::parse(row.value, nullptr, false);
    ordered_json json{{"kind", kind_of(row).word}, {"name", row.name}};
    json["value"] = value.is_discarded() ? ordered_json(row.value) : value;
    if (!explained)
      json["fault"] = explained.error().what;
    all.push_back(std::move(json));
  }
  where.line(one_line({{"routes", std::move(all)}}));
}

void show(const std::vector<route_row>& rows, const terminal& where) {
  if (rows.empty())
    return where.line("no routes: everything goes the usual way");
  std::vector<table_row> table{{{"kind"}, {"name"}, {"what goes where"}}};
  for (const auto& row : rows) {
    const auto explained = kind_of(row).explain(row.value);
    table.push_back(
        {{std::string{kind_of(row).word}, ink::accent},
         {row.name},
         explained ? table_cell{*explained} : table_cell{"counts as none: " + explained.error().what, ink::bad}});
  }
  auto text = table_text(table, where);
  text.pop_back();
  where.line(text);
}

auto list(const common_options& common, const terminal& where) -> exit_code {
  auto with = client::open(common.nats);
  if (!with)
    return where.failed(with.error());
  const auto rows = read_routes(**with);
  if (!rows)
    return where.failed(rows.error());
  common.json ? show_json(*rows, where) : show(*rows, where);
  return exit_code::done;
}

struct drop_options {
  std::string kind;
  std::string name;
  std::string wait = "60s";
};

auto drop(const drop_options& o, const common_options& common, const terminal& where) -> exit_code {
  auto with = client::open(common.nats);
  if (!with)
    return where.failed(with.error());
  const auto kind = std::ranges::find(kinds(), std::string_view{o.kind}, &route_kind::word);
  return kind->drop(**with, o.name, o.wait, common, where);
}

void declare_list(CLI::App& route, const route_choice& chosen) {
  route.add_subcommand("ls", "All rows of the table")->fallthrough()->callback([chosen] { *chosen = list; });
}

void declare_drop(CLI::App& route, const route_choice& chosen) {
  auto o = std::make_shared<drop_options>();
  auto* word = route.add_subcommand("rm", "Take a row out")->fallthrough();
  word->add_option("kind", o->kind, fmt::format("{}", fmt::join(words(), " or ")))->required()->check(one_of(words()));
  word->add_option("name", o->name, "Which one: order")->required()->check([](const std::string& given) {
    return is_valid_name(given) ? std::string{} : fmt::format("'{}' is no name of a row; see `sinew route ls`", given);
  });
  word->add_option("--wait", o->wait, "How long to wait until the nodes serve without it (default: 60s)");
  word->callback([o, chosen] {
    *chosen = [o](const common_options& common, const terminal& where) { return drop(*o, common, where); };
  });
}

auto declare(CLI::App& app) -> verb_action {
  auto chosen = std::make_shared<verb_action>();
  app.require_subcommand(1);
  declare_list(app, chosen);
  declare_route_canary(app, chosen);
  declare_route_http(app, chosen);
  declare_route_parity(app, chosen);
  declare_drop(app, chosen);
  return [chosen](const common_options& common, const terminal& where) { return (*chosen)(common, where); };
}

} // namespace

auto route_verb() -> verb {
  return {"Operate", "route", "let another variant, or a legacy system, serve a share of the keys", usage, declare};
}

} // namespace sinew
