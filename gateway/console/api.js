// What the gateway is asked. The token, when there is one, lives in this tab's session only.

const TOKEN = "sinew.token";

export function token() {
  return sessionStorage.getItem(TOKEN) ?? "";
}

export function keepToken(text) {
  if (text)
    sessionStorage.setItem(TOKEN, text);
  else
    sessionStorage.removeItem(TOKEN);
}

/// A "no", of the gateway (with its status and the problem that it tells, RFC 9457) or of the network (status 0).
export class Refusal extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? "");
    this.status = status;
    this.problem = problem;
  }

  /// Asking again in the same words would not help; "too much" is only for now.
  get isFinal() {
    return this.status >= 400 && this.status < 500 && this.status !== 429;
  }
}

async function refusalOf(answer) {
  let problem = {};
  try {
    problem = await answer.json();
  } catch {
    problem = {detail: `the gateway answers ${answer.status} ${answer.statusText}`};
  }
  return new Refusal(answer.status, problem);
}

async function send(path, options = {}) {
  const headers = {...options.headers};
  if (token())
    headers.Authorization = `Bearer ${token()}`;
  let answer;
  try {
    answer = await fetch(path, {...options, headers, cache: "no-store", credentials: "omit", redirect: "error"});
  } catch (why) {
    if (why.name === "AbortError") // the view has been left; a timeout is another name
      throw why;
    throw new Refusal(0, {detail: "the gateway does not answer"});
  }
  if (!answer.ok)
    throw await refusalOf(answer);
  return answer;
}

/// Longer than the gateway's own patience.
const PATIENCE_MS = 15_000;
const REDRIVE_PATIENCE_MS = 120_000;

function bounded(signal, ms) {
  return AbortSignal.any([AbortSignal.timeout(ms), ...(signal ? [signal] : [])]);
}

async function read(answer) {
  try {
    return await answer.json();
  } catch (why) {
    if (why.name === "AbortError")
      throw why;
    throw new Refusal(0, {detail: "the gateway's answer broke off"});
  }
}

export async function get(path, signal) {
  return read(await send(path, {signal: bounded(signal, PATIENCE_MS)}));
}

export async function post(path, body) {
  return read(await send(path, {
    method: "POST",
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify(body),
    signal: bounded(null, REDRIVE_PATIENCE_MS),
  }));
}

/// Server-Sent Events by fetch, for EventSource sends no Authorization. Calls `on(event, data)` for each until the stream ends or
/// `signal` says so.
export async function follow(path, signal, on) {
  const answer = await send(path, {headers: {Accept: "text/event-stream"}, signal});
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    let piece;
    try {
      piece = await reader.read();
    } catch (why) {
      if (why.name === "AbortError")
        throw why;
      throw new Refusal(0, {detail: "the stream broke"});
    }
    if (piece.done)
      return;
    const blocks = (rest + piece.value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks)
      hand(block, on);
  }
}

function hand(block, on) {
  let event = "message";
  const data = [];
  for (const line of block.split("\n"))
    if (line.startsWith("event: "))
      event = line.slice(7);
    else if (line.startsWith("data: "))
      data.push(line.slice(6));
  if (data.length > 0)
    on(event, JSON.parse(data.join("\n")));
}

/// "/v1/admin/tap", {id: "o-1", event: ""} -> "/v1/admin/tap?id=o-1"
export function withQuery(path, parameters) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value));
  return query.size > 0 ? `${path}?${query}` : path;
}

export function pathOf(...parts) {
  return ["/v1/admin", ...parts.map(encodeURIComponent)].join("/");
}
