// SPDX-License-Identifier: Apache-2.0
#include "tools/checks.hpp"
#include "tools/routing/parity_reading.hpp"
#include "tools/routing/route_words.hpp"
#include "tools/text_table.hpp"
#include "tools/transcode/payload_reader.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace sinew {

namespace {

// Of each gateway, in words; `--json` has all.
constexpr std::size_t most_shown = 10;

struct parity_options {
  std::string resource;
  std::string wait = "500ms";
};

auto text_at(const ordered_json& in, const std::string& name) -> std::string {
  const auto found = in.find(name);
  return found != in.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

auto table_of(const std::vector<ordered_json>& reports) -> std::vector<table_row> {
  std::vector<table_row> table{{{"gateway"}, {"since"}}};
  for (const auto* name : {"compared", "equal", "different", "legacy failed", "new failed", "skipped"})
    table.front().push_back({name, ink::plain, true});
  for (const auto& each : reports) {
    table_row row{{text_at(each, "gateway"), ink::accent}, {text_at(each, "since")}};
    for (const auto* name : {"compared", "equal", "different", "legacy_failed", "new_failed", "skipped"})
      row.push_back({each.at(name).dump(),
                     each.at(name) != 0 && name == std::string_view{"different"} ? ink::bad : ink::plain, true});
    table.push_back(std::move(row));
  }
  return table;
}

auto side(const ordered_json& member, const std::string& name) -> std::string {
  const auto found = member.find(name);
  return found == member.end() ? "nothing" : one_line(*found);
}

void show_differences(const ordered_json& report, const terminal& where) {
  const auto all = report.value("differences", ordered_json::array());
  for (std::size_t i = 0; all.is_array() && i < std::min(all.size(), most_shown); ++i) {
    const auto& each = all[i];
    if (!each.is_object())
      continue;
    const auto status = each.value("status", ordered_json::object());
    where.line(fmt::format("{} {} {}: legacy {}, new {}", text_at(each, "when"), text_at(each, "method"),
                           text_at(each, "path"), side(status, "legacy"), side(status, "new")));
    for (const auto& member : each.value("members", ordered_json::array()))
      where.line(fmt::format("    {}: legacy {}, new {}", text_at(member, "pointer"), side(member, "legacy"),
                             side(member, "new")));
  }
}

auto run(const parity_options& o, const common_options& common, const terminal& where) -> exit_code {
  const auto patience = parse_duration(o.wait);
  if (!patience)
    return where.failed(patience.error());
  auto with = client::open(common.nats);
  if (!with)
    return where.failed(with.error());
  const auto reports = read_parity(**with, o.resource, *patience);
  if (!reports)
    return where.failed(reports.error());
  if (common.json) {
    where.line(one_line({{"resource", o.resource}, {"gateways", *reports}}));
    return exit_code::done;
  }
  auto text = table_text(table_of(*reports), where);
  text.pop_back();
  where.line(text);
  for (const auto& each : *reports)
    show_differences(each, where);
  return exit_code::done;
}

} // namespace

void declare_route_parity(CLI::App& route, const route_choice& chosen) {
  auto o = std::make_shared<parity_options>();
  auto* word =
      route.add_subcommand("parity", "How far a legacy system and this one answer alike, as gateways have seen it")
          ->fallthrough();
  word->add_option("resource", o->resource, "Which: orders, customers, products, carts")->required();
  word->add_option("--wait", o->wait, "How long to listen for gateways (default: 500ms)");
  word->callback([o, chosen] {
    *chosen = [o](const common_options& common, const terminal& where) { return run(*o, common, where); };
  });
}

} // namespace sinew
