// Elements from data, and pages that change in place: focus, selection and what was unfolded stay.

const SVG = new DOMParser().parseFromString("<svg></svg>", "text/html").querySelector("svg").namespaceURI;
const SVG_TAGS = new Set(["svg", "g", "rect", "line", "circle", "polyline", "path", "text", "title"]);

/// h("a", {href: "#/", class: "id"}, "text", [more]): what is null, undefined or false is left out. Text is never read as HTML.
/// Names that begin with "on" are handlers.
export function h(tag, attributes = {}, ...children) {
  const made = SVG_TAGS.has(tag) && tag !== "title" ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false)
      continue;
    if (name.startsWith("on"))
      made[name] = value;
    else
      made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...shown(children));
  return made;
}

/// What is there, without what a condition has left out.
function shown(children) {
  return children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false && child !== "");
}

const HANDLERS = ["onclick", "onsubmit", "onchange", "oninput"];
// What a person has set is theirs.
const KEPT = new Set(["open"]);

function sync(old, fresh) {
  for (const {name} of [...old.attributes])
    if (!fresh.hasAttribute(name) && !KEPT.has(name))
      old.removeAttribute(name);
  for (const {name, value} of fresh.attributes)
    if (old.getAttribute(name) !== value && !KEPT.has(name))
      old.setAttribute(name, value);
  for (const handler of HANDLERS)
    old[handler] = fresh[handler];
  patch(old, [...fresh.childNodes]);
}

/// What tells one element from its like: rows have a `data-key`, sections their name.
function keyOf(node) {
  return node.dataset?.key ?? node.getAttribute?.("aria-labelledby") ?? node.getAttribute?.("aria-label");
}

function isSame(old, fresh) {
  return old.nodeType === fresh.nodeType && old.nodeName === fresh.nodeName && keyOf(old) === keyOf(fresh);
}

/// Makes the children of `parent` look like `fresh`, and keeps the nodes that can stay.
export function patch(parent, fresh) {
  let at = parent.firstChild;
  for (const wanted of shown(fresh).map(each => each instanceof Node ? each : document.createTextNode(each))) {
    let found = at;
    while (found && !isSame(found, wanted))
      found = keyOf(wanted) ? found.nextSibling : null;
    if (!found) {
      parent.insertBefore(wanted, at);
      continue;
    }
    while (at !== found) { // what stands between has gone
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
    if (found.nodeType === Node.ELEMENT_NODE)
      sync(found, wanted);
    else if (found.data !== wanted.data)
      found.data = wanted.data;
    at = found.nextSibling;
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

/// Tells screen readers what has happened.
export function announce(text) {
  document.getElementById("announcer").textContent = text;
}

/// Asks before something that cannot be undone; whether to go on.
export function confirm({title, text, yes}) {
  const dialog = document.getElementById("confirm-dialog");
  document.getElementById("confirm-title").textContent = title;
  document.getElementById("confirm-text").textContent = text;
  document.getElementById("confirm-yes").textContent = yes;
  dialog.returnValue = "";
  dialog.showModal();
  document.getElementById("confirm-no").focus(); // Enter alone destroys nothing
  return new Promise(resolve => {
    dialog.onclose = () => resolve(dialog.returnValue === "yes");
  });
}

/// A table that scrolls by itself when it is wider than the page, also by keyboard.
export function table(caption, headings, rows) {
  const head = headings.map(heading => typeof heading === "string"
    ? h("th", {scope: "col"}, heading)
    : h("th", {scope: "col", class: heading.class}, heading.text));
  return h("div", {class: "scroll", tabindex: "0", role: "group", "aria-label": caption},
    h("table", {}, h("caption", {class: "hidden"}, caption), h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows)));
}

/// A number in a cell; `text` when it is to be shown otherwise.
export function number(value, text = String(value), more = "") {
  return h("td", {class: `number ${more}`.trim()}, text);
}
