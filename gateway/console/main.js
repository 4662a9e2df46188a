// Which view is shown, how old it is, and what stands above all views: token, colors, trouble.

import * as api from "./api.js";
import {announce, h, patch} from "./dom.js";
import {cluster} from "./cluster.js";
import {sagas} from "./sagas.js";
import {timeline} from "./timeline.js";
import {parked, parkedKey} from "./parked.js";
import {tap} from "./tap.js";
import {time} from "./format.js";

const main = document.getElementById("main");
const trouble = document.getElementById("trouble");
const freshness = document.getElementById("freshness");

/// "#/sagas/o-1?state=running" -> the view that shows it. A view is {title, tab, look, interval, close}: `look(signal)` asks and
/// returns what to show; `interval` in ms, none: it is shown once.
function viewOf(hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split("?");
  const parts = path.split("/").filter(part => part).map(decodeURIComponent);
  const parameters = new URLSearchParams(query);
  if (parts[0] === "sagas")
    return parts.length > 1 ? timeline(parts[1]) : sagas(parameters, again);
  if (parts[0] === "parked")
    return parts.length === 4 ? parkedKey(parts[1], parts[2], parts[3], again) : parked(parameters, again);
  if (parts[0] === "tap")
    return tap(parameters, tellTrouble);
  return cluster();
}

// -- one view at a time ------------------------------------------------------------------------------------------------

let view = null;
let leaving = null; // aborts what the last view has asked
let next = 0;
let seen = null; // when the last answer came
let looks = 0;

function show() {
  leaving?.abort();
  view?.close?.();
  clearTimeout(next);
  leaving = new AbortController();
  seen = null;
  try {
    view = viewOf(location.hash);
  } catch { // a percent sign that encodes nothing
    location.hash = "#/cluster";
    return;
  }
  document.title = `${view.title} · Sinew console`;
  for (const link of document.querySelectorAll(".bar nav a"))
    link.toggleAttribute("aria-current", false);
  document.querySelector(`.bar nav a[data-view="${view.tab}"]`)?.setAttribute("aria-current", "page");
  tellTrouble(null);
  main.replaceChildren(h("div", {class: "title"}, h("h1", {tabindex: "-1"}, view.title), h("p", {}, "asking …")));
  main.setAttribute("aria-busy", "true");
  look(leaving.signal);
}

async function look(signal) {
  const which = ++looks;
  const isOld = () => signal.aborted || which !== looks;
  clearTimeout(next);
  freshness.classList.add("asking");
  try {
    const page = await view.look(signal);
    if (isOld())
      return;
    patch(main, page);
    seen = new Date();
    tellTrouble(null);
    tellFreshness();
  } catch (why) {
    if (isOld() || why.name === "AbortError")
      return;
    if (!(why instanceof api.Refusal))
      throw why;
    tellTrouble(why);
  } finally {
    if (!isOld()) {
      freshness.classList.remove("asking");
      main.removeAttribute("aria-busy");
      if (view.interval)
        next = setTimeout(() => document.hidden ? undefined : look(signal), view.interval);
    }
  }
}

/// Looks once more, at once.
function again() {
  if (!leaving.signal.aborted)
    return look(leaving.signal);
}

function tellFreshness() {
  freshness.textContent = view.live ? "" : seen ? `as of ${time(seen.toISOString())}` : "";
}

// -- trouble -----------------------------------------------------------------------------------------------------------

const WORDS = {
  0: "No answer.",
  401: "A token is needed.",
  403: "Not allowed.",
  404: "Not there.",
  429: "Too much was asked.",
  503: "Not available now.",
};

function tellTrouble(why) {
  trouble.hidden = !why;
  if (!why)
    return trouble.replaceChildren();
  const old = seen ? ` What is shown is as of ${time(seen.toISOString())}.` : "";
  const again = (view.interval && why.status !== 404) || (view.live && !why.isFinal) ? " It is asked again by itself." : "";
  const wantsToken = why.status === 401 || why.status === 403;
  const sentence = {
    401: api.token() ? "The gateway does not take this token: it may have expired." : "The gateway shows this to operators only.",
    403: "This token lacks the role “operator”.",
  }[why.status] ?? `${why.message}.`.replace(/\.\.$/, ".");
  // An alert that says the same again is not read out again.
  patch(trouble, [h("strong", {}, WORDS[why.status] ?? `Error ${why.status}.`), ` ${sentence}${wantsToken ? "" : old + again}`,
    wantsToken && h("button", {type: "button", onclick: askForToken}, api.token() ? "Use another token" : "Enter a token")]
    .filter(Boolean));
  if (!seen)
    patch(main, [h("div", {class: "title"}, h("h1", {tabindex: "-1"}, view.title)),
      h("p", {class: "empty"}, why.status === 404 ? "There is nothing to show." : "Nothing can be shown yet.")]);
}

// -- token and colors --------------------------------------------------------------------------------------------------

const dialog = document.getElementById("token-dialog");
const field = document.getElementById("token-field");
const tokenButton = document.getElementById("token-button");

function tellToken() {
  tokenButton.textContent = api.token() ? "Token: set" : "Token: none";
}

function askForToken() {
  field.value = "";
  dialog.returnValue = "";
  dialog.showModal();
  field.focus();
}

dialog.addEventListener("close", () => {
  const pasted = field.value.trim().replace(/^Bearer\s+/i, "");
  field.value = "";
  if (dialog.returnValue === "forget")
    api.keepToken("");
  else if (dialog.returnValue === "keep" && pasted)
    api.keepToken(pasted);
  else
    return;
  tellToken();
  announce(api.token() ? "The token is used from now on" : "The token is forgotten");
  show();
});
tokenButton.onclick = askForToken;
document.getElementById("token-cancel").onclick = () => dialog.close("");

const theme = document.getElementById("theme");
theme.value = document.documentElement.dataset.theme ?? "auto";
theme.onchange = () => {
  if (theme.value === "auto") {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem("sinew.theme");
  } else {
    document.documentElement.dataset.theme = theme.value;
    localStorage.setItem("sinew.theme", theme.value);
  }
};

// -- begin -------------------------------------------------------------------------------------------------------------

document.querySelector(".skip").onclick = event => { // the address is the view's
  event.preventDefault();
  main.focus();
};
addEventListener("hashchange", () => {
  show();
  main.querySelector("h1")?.focus();
  scrollTo(0, 0);
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && view?.interval)
    again();
});
tellToken();
show();
