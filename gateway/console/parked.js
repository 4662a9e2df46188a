// Messages that a service could not handle: by reason, key by key, and the way back for them.

import * as api from "./api.js";
import {announce, confirm, h, table} from "./dom.js";
import {count, counted, time} from "./format.js";

const INTERVAL_MS = 5_000;

function keyPath(service, key) {
  return api.pathOf("parked", service, key.aggregate, key.id);
}

function keyHref(service, key) {
  return `#/parked/${[service, key.aggregate, key.id].map(encodeURIComponent).join("/")}`;
}

/// What became of it, as a sentence.
function outcome(told) {
  const done = told.redriven > 0 ? `${counted(told.redriven, "message")} handled` : "nothing handled";
  const aside = told.set_aside > 0 ? `, ${counted(told.set_aside, "message")} set aside as no message of ours` : "";
  return {
    emptied: told.redriven + told.set_aside === 0 ? "Nothing is parked there any more." : `${done}${aside}: nothing is parked there any more.`,
    still_parked: `${done}${aside}, then one failed again (${counted(told.attempts ?? 0, "try", "tries")} by now): ${told.reason}`,
    interrupted: `${done}${aside}, and more is parked.`,
  }[told.outcome] ?? told.outcome;
}

/// Until it is empty or something fails: one request takes some seconds at most.
async function redriveKey(service, key, tell) {
  const sum = {redriven: 0, set_aside: 0};
  for (;;) {
    const told = await api.post(`${keyPath(service, key)}/redrive`, {});
    sum.redriven += told.redriven;
    sum.set_aside += told.set_aside;
    if (told.outcome !== "interrupted")
      return {...told, ...sum};
    tell(outcome({...told, ...sum}));
  }
}

/// What an operator has begun here, with its last word. Survives the looks of a view.
class Work {
  busy = false;
  said = "";
  bad = false;

  constructor(again) {
    this.again = again;
  }

  tell(text, bad = false) {
    this.said = text;
    this.bad = bad;
    announce(text);
  }

  async run(what) {
    if (this.busy)
      return;
    this.busy = true;
    await this.again();
    try {
      await what();
    } catch (why) {
      if (!(why instanceof api.Refusal))
        throw why;
      this.tell(why.status === 401 || why.status === 403 ? "Not allowed: it wants a token with the role “operator”." : why.message, true);
    } finally {
      this.busy = false;
      await this.again();
    }
  }

  show() {
    return this.said && h("p", {class: this.bad ? "bad" : null, "data-key": "said"}, this.said);
  }
}

// -- by reason ---------------------------------------------------------------------------------------------------------

function redriveGroup(work, group) {
  return work.run(async () => {
    let emptied = 0;
    const failed = [];
    for (const key of group.examples) {
      work.tell(`Redriving ${emptied + failed.length + 1} of ${group.examples.length} …`);
      await work.again();
      const told = await redriveKey(group.service, key, text => work.tell(text));
      if (told.outcome === "emptied")
        ++emptied;
      else
        failed.push(`${key.aggregate} ${key.id}: ${told.reason}`);
    }
    work.tell(failed.length === 0 ? `${counted(emptied, "key")} redriven.`
      : `${counted(emptied, "key")} redriven; ${failed.length} failed again, first ${failed[0]}`, failed.length > 0);
  });
}

function group(work, of) {
  const more = of.keys - of.examples.length;
  return h("li", {"data-key": `${of.service} ${of.holds_keys} ${of.reason}`},
    h("div", {class: "title"}, h("span", {class: `state ${of.holds_keys ? "bad square" : "hollow quiet"}`}, of.service),
      h("span", {class: "reason"}, of.reason)),
    h("p", {class: "quiet"}, `${counted(of.messages, "message")} of ${counted(of.keys, "key")}, the oldest of ${time(of.oldest)}`,
      of.holds_keys ? "; all that follows for these keys waits behind it" : "; set aside: it holds nobody up, and can only be dropped"),
    h("ul", {class: "keys"}, of.examples.map(key => h("li", {"data-key": `${key.aggregate} ${key.id}`},
      h("a", {href: keyHref(of.service, key), class: "mono"}, `${key.aggregate} ${key.id}`))),
    more > 0 && h("li", {class: "quiet", "data-key": "more"}, `and ${count(more)} more`)),
    of.holds_keys && h("div", {class: "actions"}, h("button", {type: "button", disabled: work.busy, onclick: () => redriveGroup(work, of)},
      of.examples.length === 1 ? "Redrive this key" : `Redrive these ${of.examples.length} keys`)));
}

export function parked(parameters, again) {
  const reason = parameters.get("reason") ?? "";
  const work = new Work(again);
  return {
    title: "Parked",
    tab: "parked",
    interval: INTERVAL_MS,
    async look(signal) {
      const told = await api.get(api.withQuery("/v1/admin/parked", {reason}), signal);
      return [
        h("div", {class: "title"}, h("h1", {tabindex: "-1"}, "Parked"),
          h("p", {}, "Messages that a service could not handle wait here, in order, with all that follows for the same key.")),
        h("form", {class: "fields", role: "search", onsubmit: event => {
          event.preventDefault();
          location.hash = api.withQuery("#/parked", {reason: event.target.elements.reason.value.trim()});
        }}, h("label", {}, "Reason contains", h("input", {name: "reason", size: "32", value: reason, autocomplete: "off"})),
        h("button", {type: "submit"}, "Filter")),
        work.show(),
        !told.complete && h("p", {class: "warn", "data-key": "incomplete"}, "So much is parked that only the first of it was looked at; ",
          h("code", {}, "sinew park ls"), " counts all."),
        h("section", {class: "panel", "aria-label": "By reason", "data-key": "groups"}, told.groups.length === 0
          ? h("p", {class: "empty"}, reason ? "Nothing that is parked has such a reason." : "Nothing is parked.")
          : h("ul", {class: "groups"}, told.groups.map(each => group(work, each)))),
      ];
    },
  };
}

// -- one key -----------------------------------------------------------------------------------------------------------

async function drop(work, service, key, body, {title, text}) {
  if (!await confirm({title, text, yes: "Drop for good"}))
    return;
  await work.run(async () => {
    const told = await api.post(`${keyPath(service, key)}/drop`, body);
    work.tell(`${counted(told.dropped, "message")} dropped${told.waiting > 0 ? `; ${count(told.waiting)} still wait: redrive them` : ""}.`);
  });
}

function details(message) {
  return message.map(event => h("details", {}, h("summary", {class: "mono"}, event.undecodable ? `undecodable: ${event.reason}` : event.type),
    h("pre", {tabindex: "0"}, JSON.stringify(event, null, 2))));
}

function row(message, index, isOnly) {
  const waits = !message.set_aside && message.attempts === 0 && index > 0;
  const tries = message.attempts > 0 ? `${counted(message.attempts, "try", "tries")}, the last at ${time(message.last_failure)}` : "";
  return h("tr", {"data-key": `${message.place}`},
    h("th", {scope: "row", class: "number"}, `${message.place}`),
    h("td", {}, h("span", {class: `state ${message.set_aside ? "hollow quiet" : waits ? "info hollow" : "bad square"}`},
      message.set_aside ? "set aside" : waits ? "waits" : isOnly ? "failed" : "failed, holds up the others")),
    h("td", {class: "wrap"}, message.reason || (waits ? "behind the one that failed" : "it does not say why"),
      message.causes.length > 1 && h("ul", {class: "quiet"}, message.causes.map(cause => h("li", {}, cause))),
      tries && h("div", {class: "quiet"}, tries)),
    h("td", {}, time(message.parked_at)),
    h("td", {}, `${message.upstream} ${message.position}`),
    h("td", {}, details(message.message)));
}

function gone(service, key, work) {
  return [h("p", {}, h("a", {href: "#/parked"}, "All that is parked")),
    h("div", {class: "title"}, h("h1", {tabindex: "-1"}, `${service}: ${key.aggregate} `, h("span", {class: "mono"}, key.id))), work.show(),
    h("section", {class: "panel"}, h("p", {class: "empty"}, "Nothing is parked for this key: what comes for it is handled as it comes."))];
}

function buttons(work, service, key, told) {
  const queue = told.messages.filter(message => !message.set_aside);
  const aside = told.messages.filter(message => message.set_aside);
  const first = queue[0];
  const name = `${key.aggregate} ${key.id}`;
  return h("div", {class: "actions", "data-key": "actions"},
    first && h("button", {type: "button", class: "primary", disabled: work.busy, onclick: () => work.run(async () => {
      work.tell("Redriving …");
      const end = await redriveKey(service, key, text => work.tell(text));
      work.tell(outcome(end), end.outcome !== "emptied");
    })}, "Redrive"),
    first && first.attempts > 0 && h("button", {type: "button", class: "danger", disabled: work.busy, onclick: () =>
      drop(work, service, key, {up_to: first.place}, {title: `Drop the message that failed?`,
        text: `The message at place ${first.place} of ${name} is lost: ${service} never handles it. What waits behind it stays, for a redrive.`})},
    "Drop the one that failed …"),
    first && h("button", {type: "button", class: "danger", disabled: work.busy, onclick: () =>
      drop(work, service, key, {all: true}, {title: `Drop everything parked for ${name}?`,
        text: `${told.more ? "All" : `All ${count(queue.length)}`} messages are lost, also the good ones that only wait: ${service} never handles them.`})},
    "Drop all …"),
    aside.length > 0 && h("button", {type: "button", class: "danger", disabled: work.busy, onclick: () =>
      drop(work, service, key, {all: true, set_aside: true}, {title: "Drop what was set aside?",
        text: `What was set aside for ${name} is no message of ours. It is lost then.`})}, "Drop what was set aside …"));
}

export function parkedKey(service, aggregate, id, again) {
  const key = {aggregate, id};
  const work = new Work(again);
  return {
    title: `Parked: ${service}, ${aggregate} ${id}`,
    tab: "parked",
    interval: INTERVAL_MS,
    async look(signal) {
      let told;
      try {
        told = await api.get(keyPath(service, key), signal);
      } catch (why) {
        if (why.status !== 404)
          throw why;
        return gone(service, key, work);
      }
      const queue = told.messages.filter(message => !message.set_aside).length;
      return [
        h("p", {}, h("a", {href: "#/parked"}, "All that is parked")),
        h("div", {class: "title"}, h("h1", {tabindex: "-1"}, `${service}: ${aggregate} `, h("span", {class: "mono"}, id)),
          h("p", {}, `${service} could not handle ${told.more ? "more than " : ""}${counted(told.messages.length, "message")}; mend the reason, then redrive`)),
        buttons(work, service, key, told),
        work.show(),
        h("section", {class: "panel", "aria-label": "Messages", "data-key": "messages"},
          table("Messages in order", [{text: "Place", class: "number"}, "State", "Reason", "Parked", "From", "Message"],
            told.messages.map((message, index) => row(message, index, queue === 1))),
          told.more && h("p", {class: "body note"}, "Only the first are shown; ", h("code", {}, `sinew park show ${service} ${aggregate} ${id}`), " shows all.")),
      ];
    },
  };
}
