// dates.js - ticks at years, months, days, hours, minutes or seconds, by the rules of
// src/plot/figure/tick_dates.c. Numbers are seconds since 1970, UTC.

const MOST = 12;
const YEAR = 0, MONTH = 1, DAY = 2, HOUR = 3, MINUTE = 4, SECOND = 5;
const LEAST = [0, 1, 1, 0, 0, 0];
const NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const INTERVALS = [
  ...[1, 5, 10, 15, 30].map(every => [SECOND, every]),
  ...[1, 5, 10, 15, 30].map(every => [MINUTE, every]),
  ...[1, 2, 3, 4, 6, 12].map(every => [HOUR, every]),
  ...[1, 2, 3, 7, 14].map(every => [DAY, every]),
  ...[1, 2, 3, 4, 6].map(every => [MONTH, every]),
  ...[1, 2, 4, 5, 10, 20, 40, 50, 100, 200, 400, 500, 1000, 2000, 4000, 5000, 10000, 20000, 50000, 100000]
    .map(every => [YEAR, every]),
];

// [year, month, day, hour, minute, second]; months and days count from 1.
function partsOf(seconds) {
  const date = new Date(Math.floor(seconds) * 1000);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours(),
    date.getUTCMinutes(), date.getUTCSeconds()];
}

function secondsOf([year, month, day, hour, minute, second]) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return date.getTime() / 1000;
}

// The last day of a month on which a tick may stand.
const lastDay = every => every === 1 ? 31 : 31 - Math.trunc(every / 2);

function startOf(parts, [part, every]) {
  const start = parts.map((value, i) => i > part ? LEAST[i] : value);
  start[part] = Math.floor((start[part] - LEAST[part]) / every) * every + LEAST[part];
  while (part === DAY && start[DAY] > lastDay(every)) start[DAY] -= every;
  return start;
}

function nextStart(parts, [part, every]) {
  const next = parts.slice();
  next[part] += every;
  if (part >= HOUR) return partsOf(secondsOf(next));
  const moved = part === DAY ? partsOf(secondsOf(next)) : next;
  if (part === DAY && next[DAY] <= lastDay(every) && moved[MONTH] === parts[MONTH]) return moved;
  if (part === YEAR || (part === MONTH && next[MONTH] <= 12)) return next;
  const carry = part === MONTH || parts[MONTH] === 12;
  return [parts[YEAR] + (carry ? 1 : 0), carry ? 1 : parts[MONTH] + 1, 1, 0, 0, 0];
}

function datesIn(low, high, interval) {
  const dates = [];
  for (let parts = startOf(partsOf(low), interval); dates.length <= MOST; parts = nextStart(parts, interval)) {
    const at = secondsOf(parts);
    if (at > high) break;
    if (at >= low) dates.push(at);
  }
  return dates;
}

const two = n => String(n).padStart(2, "0");

const TEXTS = [
  p => String(p[YEAR]), p => NAMES[p[MONTH] - 1], p => two(p[DAY]), p => `${two(p[HOUR])}:${two(p[MINUTE])}`,
  p => `${two(p[HOUR])}:${two(p[MINUTE])}`, p => two(p[SECOND]),
];

const OFFSETS = [
  () => "", p => String(p[YEAR]), p => `${p[YEAR]}-${TEXTS[MONTH](p)}`,
  p => `${p[YEAR]}-${TEXTS[MONTH](p)}-${two(p[DAY])}`, p => `${p[YEAR]}-${TEXTS[MONTH](p)}-${two(p[DAY])}`,
  p => `${p[YEAR]}-${TEXTS[MONTH](p)}-${two(p[DAY])} ${two(p[HOUR])}:${two(p[MINUTE])}`,
];

function labelOf(parts, level) {
  const first = level > YEAR && parts[level] === LEAST[level];
  if (level === HOUR && first) return `${TEXTS[MONTH](parts)}-${two(parts[DAY])}`;
  return TEXTS[first && level !== MINUTE ? level - 1 : level](parts);
}

// Dates on the first day of 1970 are taken for seconds since midnight.
const areTimes = at => at[0] >= 0 && at[at.length - 1] <= 86400;

const timeText = second => [second / 3600, second / 60 % 60, second % 60]
  .slice(0, second % 60 ? 3 : 2).map(part => two(Math.floor(part))).join(":");

function labelled(at) {
  if (areTimes(at)) return {at, text: at.map(timeText), offset: ""};
  const dates = at.map(partsOf);
  let level = SECOND;
  while (level > YEAR && dates.every(parts => parts[level] === dates[0][level])) level--;
  const plain = level === MONTH && dates.some(parts => parts[MONTH] === 1);
  return {at, text: dates.map(parts => labelOf(parts, level)),
    offset: plain ? "" : OFFSETS[level](dates[dates.length - 1])};
}

// null if the range is too short or too far away for dates.
export function dateTicks(low, high, most) {
  if (Math.max(Math.abs(low), Math.abs(high)) > 8e12 || high - low < 2) return null;
  const room = Math.max(2, Math.min(most + 1, MOST));
  let i = 0, at = datesIn(low, high, INTERVALS[0]);
  while (at.length > room && i + 1 < INTERVALS.length) at = datesIn(low, high, INTERVALS[++i]);
  while (at.length < 2 && i > 0) at = datesIn(low, high, INTERVALS[--i]);
  return labelled(at.slice(0, MOST));
}
