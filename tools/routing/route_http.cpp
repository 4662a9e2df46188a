// SPDX-License-Identifier: Apache-2.0
#include "bridge/subjects.hpp"
#include "tools/checks.hpp"
#include "tools/client/registry_reading.hpp"
#include "tools/routing/http_route.hpp"
#include "tools/routing/route_words.hpp"
#include "tools/transcode/payload_reader.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sinew {

namespace {

struct http_options {
  std::string resource;
  std::string mode;
  std::string upstream;
  std::string answer;
  std::optional<unsigned> new_share;
  std::vector<std::string> ids; // "o-1=legacy"
  std::vector<std::string> ignore;
  bool pass_token = false;
};

/// As it would stand in the table; whether it makes sense is for its reader to say.
auto entry_of(const http_options& o) -> ordered_json {
  ordered_json entry{{"mode", o.mode}};
  if (!o.upstream.empty())
    entry["upstream"] = o.upstream;
  if (!o.answer.empty())
    entry["answer"] = o.answer;
  if (o.new_share)
    entry["new_share"] = *o.new_share;
  for (const auto& each : o.ids) {
    const auto equals = std::min(each.find('='), each.size());
    entry["ids"][each.substr(0, equals)] = each.substr(std::min(equals + 1, each.size()));
  }
  if (!o.ignore.empty())
    entry["ignore"] = o.ignore;
  if (o.pass_token)
    entry["pass_token"] = true;
  return entry;
}

auto in_words(const http_route& route) -> std::string {
  std::string text{to_string(route.mode)};
  if (route.mode == http_route::way::both)
    text += fmt::format(", the answer is {}", to_string(route.answer));
  if (route.new_share)
    text += fmt::format(", {} % of the ids new", *route.new_share);
  if (!route.ids.empty())
    text += fmt::format(", {} by name", route.ids.size());
  if (!route.upstream.empty())
    text += fmt::format("; legacy at {}", route.upstream);
  return text;
}

/// A resource is called after its aggregates: what none is called after, no gateway serves.
auto is_known(const catalog& known, const std::string& resource) -> bool {
  return std::ranges::any_of(known.aggregate_names(), [&](const auto& each) { return each + "s" == resource; });
}

auto run(const http_options& o, const common_options& common, const terminal& where) -> exit_code {
  const auto route = read_http_route(entry_of(o));
  if (!route)
    return where.failed(route.error());
  auto with = client::open(common.nats);
  if (!with)
    return where.failed(with.error());
  if (const auto known = read_catalog(**with); known && !is_known(*known, o.resource))
    where.note(
        fmt::format("no service has aggregates that would be the resource '{}': gateways pass over it", o.resource));
  const auto entry = to_json(*route);
  if (const auto ok = store_route(**with, {std::string{subject::route_of_http}, o.resource, one_line(entry)}); !ok)
    return where.failed(ok.error());
  where.line(common.json ? one_line({{"resource", o.resource}, {"entry", entry}})
                         : fmt::format("{}: {}", o.resource, in_words(*route)));
  return exit_code::done;
}

} // namespace

void declare_route_http(CLI::App& route, const route_choice& chosen) {
  auto o = std::make_shared<http_options>();
  auto* word =
      route.add_subcommand("http", "Say which system serves a resource over HTTP: a legacy one, this one, or both")
          ->fallthrough();
  word->add_option("resource", o->resource, "Which: orders, customers, products, carts")
      ->required()
      ->check([](const std::string& given) {
        return is_valid_name(given) ? std::string{} : fmt::format("'{}' is no resource, such as orders", given);
      });
  word->add_option("--mode", o->mode, "legacy, new, or both: compared")
      ->required()
      ->check(one_of({"legacy", "new", "both"}));
  word->add_option("--upstream", o->upstream, "Where the legacy system is: http://host[:port][/base]")
      ->type_name("URL");
  word->add_option("--answer", o->answer, "Of both: whose answer counts (default: legacy)")
      ->check(one_of({"legacy", "new"}));
  word->add_option("--new-share", o->new_share, "How many of the ids the new side serves, in percent: 0 to 100")
      ->type_name("PERCENT")
      ->check(whole_number(0, 100, "share: a whole number of percent, 0 to 100"));
  word->add_option("--id", o->ids, "An exception: o-1=legacy, o-1=new; can be repeated")->type_name("ID=SIDE");
  word->add_option("--ignore", o->ignore, "Of both: a member that is not compared: /position; can be repeated")
      ->type_name("POINTER");
  word->add_flag("--pass-token", o->pass_token, "Let the legacy system have callers' tokens");
  word->callback([o, chosen] {
    *chosen = [o](const common_options& common, const terminal& where) { return run(*o, common, where); };
  });
}

auto explain_http(std::string_view value) -> result<std::string> {
  return parse_http_route(value).map(in_words);
}

auto drop_http(client& with, const std::string& resource, const std::string&, const common_options& common,
               const terminal& where) -> exit_code {
  const auto was_there = remove_route(with, std::string{subject::route_of_http}, resource);
  if (!was_there)
    return where.failed(was_there.error());
  if (!*was_there)
    return where.failed({errc::not_found, fmt::format("{} is new already; see `sinew route ls`", resource)});
  where.line(common.json ? one_line({{"resource", resource}, {"removed", true}})
                         : fmt::format("{}: everything is new", resource));
  return exit_code::done;
}

} // namespace sinew
