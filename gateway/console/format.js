// How figures are written, everywhere the same.

const whole = new Intl.NumberFormat("en");

export function count(value) {
  return whole.format(value);
}

/// counted(1, "key") -> "1 key", counted(2, "key") -> "2 keys"
export function counted(value, one, many = `${one}s`) {
  return `${count(value)} ${value === 1 ? one : many}`;
}

export function size(bytes) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  for (; bytes >= 1024 && unit + 1 < units.length; bytes /= 1024)
    ++unit;
  return `${unit === 0 ? bytes : bytes.toFixed(1)} ${units[unit]}`;
}

/// Events a second.
export function rate(perSecond) {
  if (perSecond === undefined)
    return "–";
  return perSecond < 10 ? perSecond.toFixed(1) : count(Math.round(perSecond));
}

/// A latency, as exact as it is of use.
export function duration(ms) {
  if (ms === undefined)
    return "–";
  if (ms < 1000)
    return `${ms < 100 ? ms.toFixed(1) : Math.round(ms)} ms`;
  return ms < 60_000 ? `${(ms / 1000).toFixed(2)} s` : span(ms);
}

/// How long something has lasted: "42 s", "3 min 5 s", "2 h 5 min", "4 d 3 h"
export function span(ms) {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60)
    return `${seconds} s`;
  if (seconds < 3600)
    return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  if (seconds < 86_400)
    return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds % 3600 / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d ${Math.floor(seconds % 86_400 / 3600)} h`;
}

/// The local time of day of an RFC 3339 text; with its date unless it is today's.
export function time(text) {
  if (!text)
    return "–";
  const when = new Date(text);
  const two = part => String(part).padStart(2, "0");
  const clock = `${two(when.getHours())}:${two(when.getMinutes())}:${two(when.getSeconds())}`;
  const day = `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}`;
  return when.toDateString() === new Date().toDateString() ? clock : `${day} ${clock}`;
}

/// [0,1,2,5] -> [[0,2],[5,5]]; they come in order.
export function runs(numbers) {
  const all = [];
  for (const each of numbers)
    if (all.length > 0 && all.at(-1)[1] === each - 1)
      all.at(-1)[1] = each;
    else
      all.push([each, each]);
  return all;
}

/// [0,1,2,5] -> "0–2, 5"
export function ranges(numbers) {
  return runs(numbers).map(([first, last]) => first === last ? `${first}` : `${first}–${last}`).join(", ");
}
