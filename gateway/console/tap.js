// Events as they are stored, by filter.

import * as api from "./api.js";
import {h, number, patch, table} from "./dom.js";
import {count, counted, time} from "./format.js";

const MOST_ROWS = 300;
const DRAW_MS = 250; // nobody reads faster
const PAUSE_MS = 2_000;
const FIELDS = ["service", "aggregate", "id", "event"];

function row(event) {
  if (event.undecodable)
    return h("tr", {"data-key": event.key}, h("td", {}, "–"), h("td", {}, "–"), h("th", {scope: "row", class: "bad"}, "undecodable"),
      h("td", {class: "mono"}, event.subject), h("td", {}), h("td", {}), h("td", {class: "wrap"}, event.reason));
  return h("tr", {"data-key": event.key},
    h("td", {}, time(event.time)),
    h("td", {}, event.source.replace("/sinew/", "")),
    h("th", {scope: "row"}, event.type),
    h("td", {}, event.type.startsWith("order.") ? h("a", {href: `#/sagas/${encodeURIComponent(event.subject)}`, class: "mono"}, event.subject)
      : h("span", {class: "mono"}, event.subject)),
    number(event.version),
    number(event.position ?? 0, event.position ? count(event.position) : "–"),
    h("td", {}, h("details", {}, h("summary", {class: "mono"}, JSON.stringify(event.data)), h("pre", {tabindex: "0"}, JSON.stringify(withoutKey(event), null, 2)))));
}

function withoutKey({key, ...event}) {
  return event;
}

/// What is heard, and how that stands. Draws itself, some times a second at most.
class Listening {
  events = [];
  total = 0;
  skipped = 0;
  held = 0; // since it was paused
  paused = false;
  status = "connecting …";
  #drawn = false;

  constructor(filter, draw) {
    this.filter = filter;
    this.draw = draw;
  }

  hear(event, data) {
    if (event === "ready")
      this.status = "listening";
    else if (event === "skipped")
      this.skipped += data.count;
    else if (event === "event")
      this.take(data);
    this.redraw();
  }

  take(data) {
    data.key = `${++this.total}`;
    if (this.paused) {
      ++this.held;
      return;
    }
    this.events.unshift(data);
    this.events.length = Math.min(this.events.length, MOST_ROWS);
  }

  redraw() {
    if (this.#drawn)
      return;
    this.#drawn = true;
    setTimeout(() => {
      this.#drawn = false;
      this.draw();
    }, DRAW_MS);
  }

  /// Until `signal`; what breaks is begun again.
  async run(signal, trouble) {
    while (!signal.aborted) {
      let why = new api.Refusal(0, {detail: "the gateway has ended the stream"});
      try {
        await api.follow(api.withQuery("/v1/admin/tap", this.filter), signal, (event, data) => {
          if (event === "ready")
            trouble(null);
          this.hear(event, data);
        });
      } catch (refused) {
        if (signal.aborted || refused.name === "AbortError")
          return;
        if (!(refused instanceof api.Refusal))
          throw refused;
        why = refused;
      }
      if (signal.aborted)
        return;
      this.status = "not listening: what is stored meanwhile is not shown";
      trouble(why);
      this.redraw();
      if (why.isFinal)
        return; // asking again would not help
      await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/// For the choice among them, which is no more than a help.
async function askServices(signal) {
  try {
    const told = await api.get("/v1/admin/cluster", signal);
    return told.services.map(service => service.service);
  } catch (why) {
    if (why instanceof api.Refusal || signal.aborted)
      return [];
    throw why;
  }
}

export function tap(parameters, trouble) {
  const filter = Object.fromEntries(FIELDS.map(name => [name, parameters.get(name) ?? ""]));
  let services = [];

  const submit = event => {
    event.preventDefault();
    const wanted = Object.fromEntries(FIELDS.map(name => [name, event.target.elements[name].value.trim()]));
    location.hash = api.withQuery("#/tap", wanted);
  };
  const field = (name, label, hint) => h("label", {}, label, h("input", {name, value: filter[name], placeholder: hint, size: "14", class: "mono",
    autocomplete: "off", spellcheck: "false"}));

  function page(listening) {
    const {events, paused} = listening;
    return [
      h("div", {class: "title"}, h("h1", {tabindex: "-1"}, "Tap"), h("p", {}, "Events from now on, as they are stored; the newest first.")),
      h("form", {class: "fields", onsubmit: submit, "aria-label": "Which events"},
        h("label", {}, "Service", h("select", {name: "service"}, h("option", {value: ""}, "all"),
          [...new Set([...services, filter.service])].filter(Boolean).map(name => h("option", {value: name, selected: name === filter.service}, name)))),
        field("aggregate", "Aggregate", "any"), field("id", "Id", "any"), field("event", "Event", "any"),
        h("button", {type: "submit"}, "Filter"),
        h("div", {class: "actions"},
          h("button", {type: "button", "aria-pressed": String(paused), onclick: () => {
            listening.paused = !paused;
            listening.held = 0;
            listening.draw();
          }}, paused ? "Go on" : "Pause"),
          h("button", {type: "button", onclick: () => {
            listening.events = [];
            listening.draw();
          }}, "Clear"))),
      h("p", {class: "note", id: "tap-status"}, h("span", {class: `state ${listening.status === "listening" ? paused ? "warn hollow" : "good" : "warn"}`},
        paused ? `paused: ${counted(listening.held, "event")} not shown` : listening.status),
      ` · ${counted(listening.total, "event")} heard`,
      listening.skipped > 0 && h("span", {class: "warn"}, ` · ${count(listening.skipped)} more than 200 a second, left out`),
      events.length === MOST_ROWS && ` · the newest ${MOST_ROWS} are kept`),
      h("section", {class: "panel", "aria-label": "Events"}, events.length === 0
        ? h("p", {class: "empty"}, listening.total > 0 ? "Cleared." : "Nothing that matches has been stored since this page was opened.")
        : table("Events, the newest first", ["Time", "Service", "Type", "Id", {text: "Version", class: "number"},
          {text: "Position", class: "number"}, "Data"], events.map(row))),
    ];
  }

  return {
    title: "Tap",
    tab: "tap",
    live: true,
    async look(signal) {
      const place = document.getElementById("main");
      const listening = new Listening(filter, () => {
        if (!signal.aborted)
          patch(place, page(listening));
      });
      askServices(signal).then(names => {
        services = names;
        listening.redraw();
      });
      listening.run(signal, trouble);
      return page(listening);
    },
  };
}
