// Orders, the newest first, and how they fare.

import * as api from "./api.js";
import {h, number, table} from "./dom.js";
import {count, counted, duration, time} from "./format.js";

const INTERVAL_MS = 2_000;
const PAGE = 50;
const STATES = ["running", "completed", "compensated", "parked"];
export const LOOKS = {running: "info hollow", completed: "good", compensated: "warn", parked: "bad square"};

function choices(current, figures) {
  const choice = (name, label, of) => h("a", {href: name ? `#/sagas?state=${name}` : "#/sagas", "data-key": label,
    "aria-current": name === current ? "true" : null}, `${label} `, figures && h("span", {class: "count"}, count(of(figures.counts))));
  return h("nav", {class: "choices", "aria-label": "State"}, choice("", "all", counts => STATES.reduce((sum, name) => sum + counts[name], 0)),
    STATES.map(name => choice(name, name, counts => counts[name])));
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
    h("td", {}, saga.placed_at ? h("time", {datetime: saga.placed_at}, time(saga.placed_at)) : "not told"),
    number(saga.duration_ms ?? 0, duration(saga.duration_ms)),
    h("td", {class: "mono"}, saga.code ?? ""));
}

/// Of what the counts are: the list itself has all orders.
function scopeNote(figures) {
  const scope = figures?.scope;
  if (!scope)
    return "How many are in which state cannot be told just now.";
  if (scope.orders === 0)
    return "The log has no order yet.";
  if (scope.complete)
    return `Counts are of all ${counted(scope.orders, "order")}.`;
  return `Counts are of the newest ${counted(scope.orders, "order")}${scope.since ? `, since ${time(scope.since)}` : ""}; the list has all.`;
}

/// A part that cannot be had must not take the others away.
export async function askFigures(signal) {
  try {
    return {told: await api.get("/v1/admin/figures", signal)};
  } catch (why) {
    if (!(why instanceof api.Refusal))
      throw why;
    return {why: why.message};
  }
}

/// So many pages of those in one state, as one.
async function askPages(state, pages, signal) {
  const sagas = [];
  let told = {next: ""};
  for (let page = 0; page < pages && (page === 0 || told.next); ++page) {
    told = await api.get(api.withQuery("/v1/admin/sagas", {state, cursor: told.next, limit: PAGE}), signal);
    sagas.push(...told.sagas);
  }
  return {...told, sagas};
}

export function sagas(parameters, again) {
  const state = STATES.includes(parameters.get("state")) ? parameters.get("state") : "";
  let pages = 1;
  return {
    title: "Sagas",
    tab: "sagas",
    interval: INTERVAL_MS,
    async look(signal) {
      const [told, {told: figures}] = await Promise.all([askPages(state, pages, signal), askFigures(signal)]);
      const more = told.next && h("p", {class: "body"}, h("button", {type: "button", onclick: () => {
        ++pages;
        again();
      }}, "Show older ones"));
      return [
        h("div", {class: "title"}, h("h1", {tabindex: "-1"}, "Sagas"), h("p", {}, scopeNote(figures))),
        told.from === "log" && h("p", {class: "warn"}, "The order service does not answer for its list: these are the newest orders only, as the log tells them."),
        h("div", {class: "fields"}, choices(state, figures), finder()),
        h("section", {class: "panel", "aria-label": "Orders"},
          told.sagas.length === 0 ? h("p", {class: "empty"}, state ? `None is ${state}.` : "No order has been placed yet.")
            : table("Orders, the newest first", ["Order", "State", "Customer", "Placed", {text: "Took", class: "number"}, "Why not"], told.sagas.map(row)),
          more),
      ];
    },
  };
}
