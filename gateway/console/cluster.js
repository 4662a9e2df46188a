// The cluster as it is now: who serves what, how much is stored, who is behind, how long orders take.

import * as api from "./api.js";
import {h, number, table} from "./dom.js";
import {count, counted, duration, ranges, rate, runs, size, span} from "./format.js";
import {askFigures} from "./sagas.js";

const INTERVAL_MS = 2_000;
const MOST_RATES = 60;

const STATES = {
  ready: "good", starting: "info", draining: "warn", drained: "warn hollow", silent: "bad square",
};
const BREAKERS = {closed: "good", half_open: "warn", open: "bad square"};

function state(text, looks) {
  return h("span", {class: `state ${looks ?? ""}`}, text);
}

/// How much each log has grown between looks: {stream: [events a second, …]}, the newest last.
class Rates {
  #last = null;
  #of = new Map();

  take(view) {
    const now = Date.parse(view.now);
    const seconds = this.#last ? (now - this.#last.now) / 1000 : 0;
    if (this.#last && seconds <= 0) // the same look, shared with somebody else
      return;
    const positions = new Map(view.logs.map(log => [log.stream, log.last_position]));
    for (const [stream, position] of positions) {
      const before = this.#last?.positions.get(stream);
      if (before === undefined || position < before)
        continue;
      const all = this.#of.get(stream) ?? [];
      all.push((position - before) / seconds);
      this.#of.set(stream, all.slice(-MOST_RATES));
    }
    this.#last = {now, positions};
  }

  of(stream) {
    return this.#of.get(stream) ?? [];
  }

  total() {
    const now = [...this.#of.values()].map(all => all.at(-1));
    return now.length > 0 ? now.reduce((sum, each) => sum + each, 0) : undefined;
  }
}

function figure(name, value, more = null, looks = null) {
  return h("div", {}, h("dt", {}, name), h("dd", {}, h("span", {class: looks}, value), more && h("small", {}, ` ${more}`)));
}

function figures(view, rates) {
  const nodes = view.services.flatMap(service => service.nodes);
  const ready = nodes.filter(node => node.state === "ready").length;
  const away = view.broker.servers.filter(server => server.offline).length;
  const servers = view.broker.servers.length;
  return h("dl", {class: "figures"},
    figure("Partitions", state(view.served ? "all served" : "not all served", view.served ? "good" : "bad square")),
    figure("Nodes", `${ready}`, `of ${nodes.length} ready`, ready < nodes.length ? "warn" : null),
    figure("Stored", rate(rates.total()), "events/s"),
    figure("Parked", count(view.parked.messages), view.parked.messages > 0 ? `of ${counted(view.parked.keys, "key")}` : "messages",
      view.parked.messages > 0 ? "bad" : null),
    figure("Broker", servers === 0 ? state("no leader", "bad square") : `${servers - away}`,
      servers === 0 ? null : `of ${counted(servers, "server")}`, away > 0 ? "bad" : null),
    figure("Durability", view.broker.durability || "–"));
}

/// A strip of all partitions, with those of the node as blocks.
function partitionMap(node, all) {
  const block = ([first, last]) => h("rect", {class: "own", x: first, y: 0, width: last - first + 1, height: 1});
  return h("svg", {class: "partitions", viewBox: `0 0 ${all} 1`, preserveAspectRatio: "none", "aria-hidden": "true"},
    h("rect", {class: "else", x: 0, y: 0, width: all, height: 1}), runs(node.partitions).map(block));
}

function nodeRow(service, node, index, all) {
  return h("tr", {class: index === 0 ? "first" : null, "data-key": node.node},
    h("th", {scope: "row"}, node.node),
    h("td", {}, service.service),
    h("td", {}, state(node.state, STATES[node.state] ?? "warn")),
    node.partitions ? number(node.partitions.length) : h("td", {class: "quiet number"}, "all that come"),
    h("td", {}, node.partitions && partitionMap(node, all),
      node.partitions && h("span", {class: "hidden"}, ranges(node.partitions) || "none")),
    h("td", {class: "quiet wrap"}, node.lanes.join(", ") || "–"),
    number(node.uptime_ms ?? 0, node.uptime_ms === undefined ? "–" : span(node.uptime_ms)),
    h("td", {class: "quiet"}, version(node)));
}

/// With its variant, where that is not the usual one: a canary's.
function version(node) {
  const variant = node.variant && node.variant !== "main" ? ` (${node.variant})` : "";
  return `${node.version ?? "–"}${variant}`;
}

function nodesPanel(view) {
  const rows = [];
  for (const service of view.services) {
    if (service.nodes.length === 0)
      rows.push(h("tr", {class: "first", "data-key": `none ${service.service}`}, h("th", {scope: "row", class: "bad"}, "no node"),
        h("td", {}, service.service), h("td", {colspan: "6", class: "quiet"}, "registered, but nobody runs it")));
    service.nodes.forEach((node, index) => rows.push(nodeRow(service, node, index, view.partitions)));
  }
  const unserved = view.services.filter(service => service.unserved.length > 0);
  return h("section", {class: "panel", "aria-labelledby": "nodes"},
    h("header", {}, h("h2", {id: "nodes"}, "Nodes"), h("p", {}, `${view.partitions} partitions of each service, shared among its nodes`)),
    unserved.map(service => h("p", {class: "body bad"},
      `Nobody serves ${service.unserved.length === view.partitions ? "any partition" : `partitions ${ranges(service.unserved)}`} of ${service.service}.`)),
    table("Nodes of each service", ["Node", "Service", "State", {text: "Partitions", class: "number"}, "Which", "Reads lanes",
      {text: "Up for", class: "number"}, "Version"], rows));
}

function spark(values) {
  if (values.length < 2)
    return null;
  const most = Math.max(...values, 1);
  const points = values.map((value, i) => `${MOST_RATES - values.length + i},${(18 - value / most * 16).toFixed(1)}`).join(" ");
  return h("svg", {class: "spark", viewBox: `0 0 ${MOST_RATES - 1} 20`, preserveAspectRatio: "none", "aria-hidden": "true"},
    h("polyline", {points}));
}

function logsPanel(view, rates) {
  const rows = view.logs.map(log => {
    const all = rates.of(log.stream);
    return h("tr", {"data-key": log.stream}, h("th", {scope: "row"}, log.stream), number(all.at(-1) ?? 0, rate(all.at(-1))),
      h("td", {}, spark(all)), number(all.length > 0 ? Math.max(...all) : 0, rate(all.length > 0 ? Math.max(...all) : undefined)),
      number(log.last_position, count(log.last_position)), number(log.bytes, size(log.bytes)));
  });
  return h("section", {class: "panel", "aria-labelledby": "logs"},
    h("header", {}, h("h2", {id: "logs"}, "Events stored"), h("p", {}, "since this page was opened, at most two minutes")),
    table("Events stored in each log", ["Log", {text: "Now /s", class: "number"}, "Course", {text: "Most /s", class: "number"},
      {text: "Position", class: "number"}, {text: "Size", class: "number"}], rows));
}

function latencyPanel(sagas) {
  const head = h("header", {}, h("h2", {id: "latency"}, "How long orders take"),
    h("p", {}, "from placed to its end, by the order service's clock"));
  if (!sagas.told)
    return h("section", {class: "panel", "aria-labelledby": "latency"}, head, h("p", {class: "empty"}, `Not known: ${sagas.why}`));
  const row = (name, looks, of) => h("tr", {"data-key": name}, h("th", {scope: "row"}, state(name, looks)), number(of.count, count(of.count)),
    ["p50", "p90", "p99", "max"].map(at => number(of[at] ?? 0, duration(of[at]))));
  const {scope, durations_ms: of, counts} = sagas.told;
  return h("section", {class: "panel", "aria-labelledby": "latency"}, head,
    table("How long orders take", ["Outcome", {text: "Orders", class: "number"}, {text: "p50", class: "number"}, {text: "p90", class: "number"},
      {text: "p99", class: "number"}, {text: "Longest", class: "number"}],
    [row("completed", "good", of.completed), row("compensated", "warn", of.compensated)]),
    h("p", {class: "body note"}, `Of the ${scope.complete ? "" : "newest "}${counted(scope.orders, "order")}; ${count(counts.running)} still running.`));
}

/// Nodes count in classes: all that is known is a bound.
function bound(ms) {
  return ms < 1000 ? `${ms} ms` : `${ms / 1000} s`;
}

function atMost(ms, largest) {
  return number(ms ?? Infinity, ms === undefined ? `> ${bound(largest)}` : `≤ ${bound(ms)}`, ms === undefined ? "warn" : "");
}

function commandsPanel(view) {
  const rows = view.services.flatMap(service => service.commands.filter(of => of.answered > 0).map(of =>
    h("tr", {"data-key": `commands ${of.aggregate}`}, h("th", {scope: "row"}, of.aggregate), h("td", {}, service.service),
      number(of.answered, count(of.answered)), [50, 90, 99].map(percent => atMost(of[`p${percent}_at_most_ms`], of.largest_bound_ms)))));
  return h("section", {class: "panel", "aria-labelledby": "commands"},
    h("header", {}, h("h2", {id: "commands"}, "How long commands take"),
      h("p", {}, "from their coming to a node to its answer, since the nodes started; as steps of an order, too")),
    rows.length === 0 ? h("p", {class: "empty"}, "No node that answers has been asked for anything yet.")
      : table("How long commands take", ["Commands of", "Service", {text: "Answered", class: "number"}, {text: "p50", class: "number"},
        {text: "p90", class: "number"}, {text: "p99", class: "number"}], rows));
}

function readersPanel(view) {
  const rows = view.readers.map(reader => h("tr", {"data-key": `${reader.stream} ${reader.reader}`},
    h("th", {scope: "row"}, reader.reader), h("td", {}, reader.stream), number(reader.pending, count(reader.pending)),
    number(reader.unacked, count(reader.unacked)), number(reader.redelivered, count(reader.redelivered), reader.redelivered > 0 ? "warn" : "")));
  return h("section", {class: "panel", "aria-labelledby": "readers"},
    h("header", {}, h("h2", {id: "readers"}, "Readers"), h("p", {}, "how far each is behind the log it reads")),
    rows.length === 0 ? h("p", {class: "empty"}, "No reader is known, or no server of the broker could tell of them.")
      : table("Readers of the logs", ["Reader", "Log", {text: "Pending", class: "number"}, {text: "In work", class: "number"},
        {text: "Redelivered", class: "number"}], rows));
}

function partiesPanel(view) {
  const rows = view.services.flatMap(service => service.nodes).flatMap(node => node.dependencies.map(party =>
    h("tr", {"data-key": `${node.node} ${party.name}`}, h("th", {scope: "row"}, party.name), h("td", {}, node.node),
      h("td", {}, state(party.breaker || "not told", BREAKERS[party.breaker])), number(party.calls, count(party.calls)),
      number(party.failures, count(party.failures), party.failures > 0 ? "warn" : ""), number(party.rejected, count(party.rejected)),
      number(party.in_flight, count(party.in_flight)))));
  return rows.length > 0 && h("section", {class: "panel", "aria-labelledby": "parties"},
    h("header", {}, h("h2", {id: "parties"}, "Outside parties"), h("p", {}, "as each node sees them, since it started")),
    table("Outside parties", ["Party", "Seen by", "Breaker", {text: "Calls", class: "number"}, {text: "Failed", class: "number"},
      {text: "Not made", class: "number"}, {text: "Under way", class: "number"}], rows));
}

export function cluster() {
  const rates = new Rates();
  return {
    title: "Cluster",
    tab: "cluster",
    interval: INTERVAL_MS,
    async look(signal) {
      const [view, sagas] = await Promise.all([api.get("/v1/admin/cluster", signal), askFigures(signal)]);
      rates.take(view);
      const nodes = view.services.reduce((sum, service) => sum + service.nodes.length, 0);
      return [
        h("div", {class: "title"}, h("h1", {tabindex: "-1"}, "Cluster"),
          h("p", {}, `${counted(nodes, "node")} of ${counted(view.services.length, "service")}, JetStream API level ${view.broker.api_level}`)),
        figures(view, rates),
        h("div", {class: "panels", "data-key": "figures"}, logsPanel(view, rates), latencyPanel(sagas)),
        nodesPanel(view),
        commandsPanel(view),
        h("div", {class: "panels", "data-key": "outside"}, readersPanel(view), partiesPanel(view)),
      ];
    },
  };
}
