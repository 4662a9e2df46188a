// The newest orders and how they fare.

import * as api from "./api.js";
import {h, number, table} from "./dom.js";
import {count, counted, duration, time} from "./format.js";

const INTERVAL_MS = 2_000;
const PAGE = 50;
const STATES = ["running", "completed", "compensated", "parked"];
export const LOOKS = {running: "info hollow", completed: "good", compensated: "warn", parked: "bad square"};

function choices(current, counts) {
  const choice = (name, label, of) => h("a", {href: name ? `#/sagas?state=${name}` : "#/sagas", "data-key": label,
    "aria-current": name === current ? "true" : null}, `${label} `, h("span", {class: "count"}, count(of)));
  const all = STATES.reduce((sum, name) => sum + counts[name], 0);
  return h("nav", {class: "choices", "aria-label": "State"}, choice("", "all", all), STATES.map(name => choice(name, name, counts[name])));
}

function finder() {
  return h("form", {class: "fields", role: "search", onsubmit: event => {
    event.preventDefault();
    const id = event.target.elements.id.value.trim();
    if (id)
      location.hash = `#/sagas/${encodeURIComponent(id)}`;
  }}, h("label", {}, "Order id", h("input", {name: "id", class: "mono", autocomplete: "off", spellcheck: "false", size: "38"})),
  h("button", {type: "submit"}, "Show its way"));
}

function row(saga) {
  return h("tr", {"data-key": saga.id},
    h("th", {scope: "row"}, h("a", {href: `#/sagas/${encodeURIComponent(saga.id)}`, class: "mono"}, saga.id)),
    h("td", {}, h("span", {class: `state ${LOOKS[saga.state]}`}, saga.state)),
    h("td", {class: "mono"}, saga.customer ?? "–"),
    h("td", {}, saga.placed_at ? h("time", {datetime: saga.placed_at}, time(saga.placed_at)) : "before this list"),
    number(saga.duration_ms ?? 0, duration(saga.duration_ms)),
    h("td", {class: "mono"}, saga.code ?? ""));
}

function scopeNote(scope) {
  if (scope.orders === 0)
    return "The log has no order yet.";
  if (scope.complete)
    return `All ${counted(scope.orders, "order")} of the log.`;
  return `The newest ${counted(scope.orders, "order")} of the log${scope.since ? `, since ${time(scope.since)}` : ""}; older ones are found by their id.`;
}

export function sagas(parameters, again) {
  const state = STATES.includes(parameters.get("state")) ? parameters.get("state") : "";
  let pages = 1;
  return {
    title: "Sagas",
    tab: "sagas",
    interval: INTERVAL_MS,
    async look(signal) {
      const all = [];
      let told;
      for (let cursor = "", page = 0; page < pages; ++page, cursor = told.next) {
        told = await api.get(api.withQuery("/v1/admin/sagas", {state, cursor, limit: PAGE}), signal);
        all.push(...told.sagas);
        if (!told.next)
          break;
      }
      const more = told.next && h("p", {class: "body"}, h("button", {type: "button", onclick: () => {
        ++pages;
        again();
      }}, "Show older ones"));
      return [
        h("div", {class: "title"}, h("h1", {tabindex: "-1"}, "Sagas"), h("p", {}, scopeNote(told.scope))),
        h("div", {class: "fields"}, choices(state, told.counts), finder()),
        h("section", {class: "panel", "aria-label": "Orders"},
          all.length === 0 ? h("p", {class: "empty"}, state ? `None of them is ${state}.` : "No order has been placed yet.")
            : table("Orders, the newest first", ["Order", "State", "Customer", "Placed", {text: "Took", class: "number"}, "Why not"], all.map(row)),
          more),
      ];
    },
  };
}
