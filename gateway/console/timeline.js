// The way of one order through all services: drawn, and as a table.

import * as api from "./api.js";
import {h, number, table} from "./dom.js";
import {counted, duration, time} from "./format.js";
import {LOOKS} from "./sagas.js";

const INTERVAL_MS = 2_000;
const LEFT = 110;
const RIGHT = 960;
const LANE = 26;

const UNDOES = new Set(["cancelled", "cancel_requested", "timed_out", "declined", "rejected", "released", "refunded", "failed", "voided"]);

function looks(step) {
  const isEnd = step.aggregate === "order" && (step.event === "confirmed" || step.event === "cancelled");
  return `${UNDOES.has(step.event) ? "undo" : ""} ${isEnd ? "end" : ""}`.trim();
}

/// A lane for each service, a dot for each step. Decoration: the table says the same.
function drawing(saga) {
  const services = [...new Set(saga.steps.map(step => step.service))];
  const whole = Math.max(saga.duration_ms, 0.001);
  const x = ms => LEFT + ms / whole * (RIGHT - LEFT);
  const y = service => 14 + services.indexOf(service) * LANE;
  const height = services.length * LANE + 22;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(part => [
    h("line", {class: "tick", x1: x(part * whole), x2: x(part * whole), y1: 2, y2: height - 20}),
    h("text", {x: x(part * whole), y: height - 4, "text-anchor": part === 0 ? "start" : part === 1 ? "end" : "middle"}, duration(part * whole)),
  ]);
  return h("div", {class: "scroll", "aria-hidden": "true"},
    h("svg", {class: "lanes", viewBox: `0 0 ${RIGHT + 20} ${height}`}, ticks,
      services.map(service => [h("line", {x1: LEFT, x2: RIGHT, y1: y(service), y2: y(service)}), h("text", {x: 8, y: y(service) + 4}, service)]),
      saga.steps.map(step => h("circle", {class: looks(step), cx: x(step.after_ms), cy: y(step.service), r: looks(step).includes("end") ? 6 : 4.5}))));
}

function details(data) {
  const text = JSON.stringify(data);
  if (text === "{}")
    return h("span", {class: "quiet"}, "–");
  return h("details", {}, h("summary", {class: "mono"}, text), h("pre", {tabindex: "0"}, JSON.stringify(data, null, 2)));
}

/// Steps within one millisecond of each other are told apart, also late in a long saga.
function exact(ms) {
  return ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(4)} s`;
}

function row(step, index) {
  return h("tr", {"data-key": `${index}`},
    number(step.after_ms, `+${exact(step.after_ms)}`),
    h("td", {}, step.service),
    h("td", {}, `${step.aggregate} `, h("span", {class: "mono quiet"}, step.id)),
    h("th", {scope: "row", class: UNDOES.has(step.event) ? "warn" : null}, step.event),
    number(step.version),
    h("td", {}, details(step.data)));
}

/// "park.inventory.order.o-1" -> the page of that key
function parkedLink(subject) {
  const [, service, aggregate, id] = subject.split(".");
  return h("a", {href: `#/parked/${service}/${aggregate}/${encodeURIComponent(id)}`}, `${service}: ${aggregate} ${id}`);
}

function openEnds(saga) {
  return (saga.parked.length > 0 || saga.waits_for.length > 0) && h("section", {class: "panel", "aria-labelledby": "ends"},
    h("header", {}, h("h2", {id: "ends"}, saga.parked.length > 0 ? "What holds it up" : "What it waits for")),
    h("ul", {class: "body"},
      saga.parked.map(subject => h("li", {}, h("span", {class: "state bad square"}, "parked"), " ", parkedLink(subject))),
      saga.waits_for.map(wait => h("li", {}, h("strong", {}, wait.service), ` is to ${wait.command} the ${wait.aggregate}, since ${wait.because}`))));
}

export function timeline(id) {
  let told = null;
  const view = {
    title: `Order ${id}`,
    tab: "sagas",
    interval: INTERVAL_MS,
    async look(signal) {
      told = await api.get(api.pathOf("sagas", id), signal);
      if (told.outcome === "completed" || told.outcome === "compensated")
        view.interval = 3 * INTERVAL_MS; // what is over may have an aftermath
      return [
        h("p", {}, h("a", {href: "#/sagas"}, "All sagas")),
        h("div", {class: "title"}, h("h1", {tabindex: "-1"}, "Order ", h("span", {class: "mono"}, id)),
          h("span", {class: `state ${LOOKS[told.outcome]}`}, told.outcome),
          h("p", {}, `${counted(told.steps.length, "step")} in ${duration(told.duration_ms)}, from ${time(told.began_at)} on`)),
        openEnds(told),
        !told.complete && h("p", {class: "warn", "data-key": "part"}, "So much was stored meanwhile that only what bears the order's id is shown; ",
          h("code", {}, `sinew saga ${id}`), " shows all."),
        h("section", {class: "panel", "aria-label": "Steps"}, h("div", {class: "body"}, drawing(told)),
          table("Steps in the order of their storing", [{text: "After", class: "number"}, "Service", "Aggregate", "Event",
            {text: "Version", class: "number"}, "Data"], told.steps.map(row))),
      ];
    },
  };
  return view;
}
