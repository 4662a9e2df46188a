// SPDX-License-Identifier: Apache-2.0
#include "bridge/canary_text.hpp"
#include "kernel/time.hpp"
#include "tools/checks.hpp"
#include "tools/client/registry_reading.hpp"
#include "tools/cluster/cluster_text.hpp"
#include "tools/routing/canary_move.hpp"
#include "tools/routing/route_words.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>

namespace sinew {

namespace {

struct canary_options {
  std::string service;
  canary_rule rule;
  std::string wait = "60s";
};

/// One change, once the options are read.
class canary_desk {
 public:
  canary_desk(client& with, const common_options& common, const terminal& where)
      : with_{with}, common_{common}, terminal_{where} {}

  auto change(const std::string& service, const std::optional<canary_rule>& to, const std::string& wait) const
      -> exit_code {
    const auto patience = parse_duration(wait);
    if (!patience)
      return terminal_.failed(patience.error());
    const auto known = read_catalog(with_);
    if (!known)
      return terminal_.failed(known.error());
    if (const auto card = known->need_service(service); !card)
      return terminal_.failed(card.error());
    canary_move move{with_, service, to};
    if (const auto ok = move.look(*patience); !ok)
      return terminal_.failed(ok.error());
    const auto moving = move.moving();
    warn(service, to, move);
    if (const auto ok = move.write(); !ok)
      return terminal_.failed(ok.error());
    terminal_.progress(fmt::format("{}: {} partitions move", service, moving));
    const auto done = move.await(*patience);
    terminal_.progress({});
    if (!done)
      return terminal_.failed(done.error());
    tell(service, to, move, moving);
    return exit_code::done;
  }

 private:
  void warn(const std::string& service, const std::optional<canary_rule>& to, const canary_move& move) const {
    if (!move.is_anybody_there())
      terminal_.note(fmt::format("no node of {} is ready: the rule is for those that come", service));
    else if (to && to->share > 0 && move.canaries().empty())
      terminal_.note(
          fmt::format("no node of {0} is of variant {1}: the others serve its share until one comes (sinew-{0} "
                      "--variant {1})",
                      service, to->variant));
  }

  void tell(const std::string& service, const std::optional<canary_rule>& to, const canary_move& move,
            std::uint32_t moved) const {
    if (common_.json)
      return terminal_.line(one_line(json_of(service, to, move, moved)));
    const auto nodes = move.canaries();
    terminal_.line(fmt::format("{}: {}{}{}; {} moved", service, to ? canary_text(*to) : "no canary any more",
                               nodes.empty() ? "" : ": ", fmt::join(nodes, ", "),
                               moved == 1 ? std::string{"1 partition"} : fmt::format("{} partitions", moved)));
  }

  static auto json_of(const std::string& service, const std::optional<canary_rule>& to, const canary_move& move,
                      std::uint32_t moved) -> ordered_json {
    ordered_json json{{"service", service}};
    if (to) {
      json["variant"] = to->variant;
      json["share"] = to->share;
      json["partitions"] = placement::canary_partitions(to->share);
      json["nodes"] = move.canaries();
    }
    json["moved"] = moved;
    return json;
  }

  client& with_;
  const common_options& common_;
  const terminal& terminal_;
};

auto run(const canary_options& o, const common_options& common, const terminal& where) -> exit_code {
  if (const auto ok = check_canary_rule(o.rule); !ok)
    return where.failed(ok.error());
  auto with = client::open(common.nats);
  if (!with)
    return where.failed(with.error());
  return canary_desk{**with, common, where}.change(o.service, o.rule, o.wait);
}

} // namespace

void declare_route_canary(CLI::App& route, const route_choice& chosen) {
  auto o = std::make_shared<canary_options>();
  auto* word =
      route.add_subcommand("canary", "Let nodes of another variant serve a share of a service's keys")->fallthrough();
  word->add_option("service", o->service, "Whose keys: order")->required();
  word->add_option("--to", o->rule.variant, "The variant: what its nodes were started with, sinew-order --variant b")
      ->required()
      ->type_name("VARIANT");
  word->add_option("--share", o->rule.share, "How much, in percent of all keys: 0 to 100")
      ->required()
      ->type_name("PERCENT")
      ->check(whole_number(0, 100, "share: a whole number of percent, 0 to 100"));
  word->add_option("--wait", o->wait, "How long to wait until the nodes serve so (default: 60s)");
  word->callback([o, chosen] {
    *chosen = [o](const common_options& common, const terminal& where) { return run(*o, common, where); };
  });
}

auto explain_canary(std::string_view value) -> result<std::string> {
  return read_canary_rule(value).map(canary_text);
}

auto drop_canary(client& with, const std::string& service, const std::string& wait, const common_options& common,
                 const terminal& where) -> exit_code {
  return canary_desk{with, common, where}.change(service, std::nullopt, wait);
}

} // namespace sinew
