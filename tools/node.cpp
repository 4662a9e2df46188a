// SPDX-License-Identifier: Apache-2.0
#include "bridge/subjects.hpp"
#include "tools/checks.hpp"
#include "tools/cluster/cluster_reading.hpp"
#include "tools/verb.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>

namespace sinew {

namespace {

constexpr std::string_view usage = R"(
drain   the node hands its partitions and lanes to the others of its service and takes no new work; it stays alive and
        owns nothing, so that it can be stopped, or upgraded, without anybody waiting for it
resume  it takes its share of the work again

Both wait until it is so, and show how far it is. The last node of a service that serves is drained with --force only: nobody
would answer for that service until another is ready.

Examples:
  sinew node drain order-1
  sinew node drain order-1 --wait 5m
  sinew node resume order-1
  sinew node drain order-1 --force          though it is the only one

Exit codes: 0 done, 2 there is no such node, or it is the last that serves, 4 unavailable, or not done in time (it goes on: see `sinew cluster`).
)";

struct node_options {
  std::string action;
  std::string node;
  std::string wait = "60s";
  bool force = false;
};

/// The state that tells that it is done.
auto wanted_state(const node_options& o) -> std::string_view {
  return o.action == "drain" ? "drained" : "ready";
}

auto no_such_node(const cluster_view& view, const std::string& wanted) -> tl::unexpected<error> {
  std::vector<std::string> there;
  for (const auto& service : view.services)
    for (const auto& node : service.nodes)
      there.push_back(node.node);
  return fail(errc::not_found,
              there.empty() ? fmt::format("there is no node '{}', nor any other; start a system with "
                                          "`sinew up`",
                                          wanted)
                            : fmt::format("there is no node '{}'; there are {}", wanted, fmt::join(there, ", ")));
}

/// Whether others of its service would take over. conflict: nobody would.
auto check_others(const cluster_view& view, const node_view& node) -> result<void> {
  for (const auto& service : view.services)
    for (const auto& other : service.nodes)
      if (other.service == node.service && other.node != node.node && other.state == "ready")
        return {};
  return fail(errc::conflict,
              fmt::format("{0} is the last node of {1} that serves: drained, nobody would answer for {1}. "
                          "Start another first, or say --force",
                          node.node, node.service));
}

/// One `sinew node`, once its options are read.
class node_request {
 public:
  node_request(const node_options& options, client& with, const terminal& where)
      : options_{options}, with_{with}, terminal_{where} {}

  auto run(std::chrono::milliseconds patience) -> result<node_view> {
    auto found = find();
    if (!found)
      return found;
    // Listening begins before asking: it may be done before the answer has come.
    if (auto listening = listen(*found); !listening)
      return tl::unexpected{listening.error()};
    if (auto asked = ask(); !asked)
      return tl::unexpected{asked.error()};
    return await(patience);
  }

 private:
  auto find() -> result<node_view> {
    const auto facts = read_cluster(with_);
    if (!facts)
      return tl::unexpected{facts.error()};
    const auto view = make_cluster_view(*facts);
    const auto* node = view.find_node(options_.node);
    if (node == nullptr)
      return no_such_node(view, options_.node);
    if (options_.action == "drain" && !options_.force && node->state == "ready")
      if (auto ok = check_others(view, *node); !ok)
        return tl::unexpected{ok.error()};
    return *node;
  }

  auto listen(const node_view& node) -> result<void> {
    const auto key = subject::bucket_key(subject::nodes_bucket, subject::node_key(node.service, node.node));
    return with_.broker()
        .subscribe(key, {}, [this](const broker_message& m) { on_record(as_text(m.body())); })
        .map([](auto) {});
  }

  void on_record(std::string_view record) {
    latest_ = read_node(record, {});
    has_left_ = !latest_;
    if (latest_)
      terminal_.progress(fmt::format("{}: {}, {} partitions", latest_->node, latest_->state,
                                     latest_->partitions ? std::to_string(latest_->partitions->size()) : "all"));
  }

  auto ask() -> result<void> {
    const auto answer = with_.request(subject::control(options_.node, options_.action), {});
    if (!answer && answer.error().code == errc::unavailable)
      return fail(errc::unavailable, fmt::format("{} does not hear: it is dead, or of a version that knows no '{}'",
                                                 options_.node, options_.action));
    if (!answer)
      return tl::unexpected{answer.error()};
    const auto said = nlohmann::json::parse(as_text(answer->body()), nullptr, false);
    if (said.is_object() && said.value("ok", false))
      return {};
    return fail(errc::unavailable, said.is_object() ? said.value("error", "it says no, and not why") : "no JSON");
  }

  auto await(std::chrono::milliseconds patience) -> result<node_view> {
    const auto over = [this] { return has_left_ || (latest_ && latest_->state == wanted_state(options_)); };
    const bool done = over() || with_.where().run_until(over, patience);
    terminal_.progress({});
    if (has_left_)
      return fail(errc::unavailable, fmt::format("{} has ended meanwhile", options_.node));
    if (!done)
      return fail(errc::deadline_exceeded,
                  fmt::format("{} is not {} after {} ms; it goes on, `sinew cluster --watch` shows how", options_.node,
                              wanted_state(options_), patience.count()));
    return *latest_;
  }

  const node_options& options_;
  client& with_;
  const terminal& terminal_;
  std::optional<node_view> latest_;
  bool has_left_ = false;
};

auto run(const node_options& o, const common_options& common, const terminal& where) -> exit_code {
  if (!is_valid_id(o.node))
    return where.failed(fmt::format("'{}' is no node: 1 to 64 letters, digits, '_' or '-'", o.node),
                        exit_code::bad_input);
  const auto patience = parse_duration(o.wait);
  if (!patience)
    return where.failed(patience.error());
  auto with = client::open(common.nats);
  if (!with)
    return where.failed(with.error());
  const auto node = node_request{o, **with, where}.run(*patience);
  if (!node)
    return where.failed(node.error());
  if (common.json)
    where.line(one_line({{"node", node->node}, {"state", node->state}}));
  else
    where.line(fmt::format("{} is {}", node->node, node->state));
  return exit_code::done;
}

} // namespace

auto node_verb() -> verb {
  return {"Operate", "node", "drain a node before it is stopped or upgraded, and let it resume", usage,
          [](CLI::App& app) -> verb_action {
            auto o = std::make_shared<node_options>();
            app.add_option("action", o->action, "drain or resume")->required()->check(one_of({"drain", "resume"}));
            app.add_option("node-id", o->node, "Name of the node, as `sinew cluster` shows it")->required();
            app.add_option("--wait", o->wait, "How long to wait for it (default: 60s)");
            app.add_flag("--force", o->force, "Drain it though no other node of its service serves");
            return [o](const common_options& common, const terminal& where) { return run(*o, common, where); };
          }};
}

} // namespace sinew
