// ticks.js - round numbers along an axis after zooming. Before, the ticks of the figure
// are used; both follow the rules of src/plot/figure/ticks.c.
//
// Ticks are {at, text, offset}; the offset is what all labels have in common.

import {dateTicks} from "./dates.js";
import {symlogOf} from "./geometry.js";

const MOST = 12;
const MINUS = "\u2212"; // as wide as a digit

// whole * 10^power, as if read from its digits.
const valueOf = (whole, power) => Number(`${whole}e${power}`);

const signed = (x, text) => (x < 0 ? MINUS : "") + text;

const SMALL = {0: "\u2070", 1: "\u00b9", 2: "\u00b2", 3: "\u00b3", 4: "\u2074", 5: "\u2075", 6: "\u2076",
  7: "\u2077", 8: "\u2078", 9: "\u2079", "-": "\u207b"};

const raised = power => String(power).replace(/./g, sign => SMALL[sign]);

// -- steps: digit * 10^power -----------------------------------------------------------

function stepOf(low, high, parts) {
  const rough = high / parts - low / parts;
  const power = Math.floor(Math.log10(rough));
  const part = rough / valueOf(1, power);
  if (part >= 7) return {digit: 1, power: power + 1};
  return {digit: part < 1.4 ? 1 : part < 2.8 ? 2 : 5, power};
}

const coarser = ({digit, power}) => digit === 5 ? {digit: 1, power: power + 1} : {digit: digit === 1 ? 2 : 5, power};

const finer = ({digit, power}) => digit === 1 ? {digit: 5, power: power - 1} : {digit: digit === 5 ? 2 : 1, power};

function multiplesOf(low, high, {digit, power}) {
  const width = valueOf(digit, power), slack = width * 1e-9, multiples = [];
  for (let i = 0, k = Math.floor(low / width) - 1; i < MOST + 4; i++, k++) {
    const at = valueOf(k * digit, power);
    if (at < low - slack) continue;
    if (!(at <= high + slack)) break;
    multiples.push(k * digit);
  }
  return multiples;
}

// -- labels ----------------------------------------------------------------------------

const exponentOf = (whole, power) =>
  whole === 0 ? power : Math.floor(Math.log10(Math.abs(whole)) + 1e-12) + power;

// All labels of an axis share the power of ten; 0: none.
function formOf(smallest, largest, power) {
  let top = exponentOf(largest, power);
  const plain = top >= -4 && (top <= 5 || (top <= 8 && top - power >= 3));
  if (!plain && smallest < 10 && largest < 20 && largest !== 10) top = power;
  return {power: plain ? 0 : top, decimals: Math.max(0, (plain ? 0 : top) - power)};
}

function labelOf(whole, power, form) {
  const value = valueOf(Math.abs(whole), power - form.power).toFixed(form.decimals);
  if (!form.power) return signed(whole, value);
  return whole === 0 ? "0" : `${signed(whole, value)}\u00b710${raised(form.power)}`;
}

function shortest(whole, power) {
  while (whole !== 0 && whole % 10 === 0) {
    whole /= 10;
    power++;
  }
  const top = exponentOf(whole, power);
  if (power < 5 && top >= -6 && top < 12) return valueOf(whole, power).toFixed(Math.max(0, -power));
  return `${valueOf(whole, power - top).toFixed(top - power)}e${signed(top, Math.abs(top))}`;
}

function sharedPart(low, high, plain) {
  if (high < (plain ? 1e5 : 1e4)) return 0;
  for (let n = 1; n < 16; n++) {
    const unit = valueOf(1, n), top = Math.floor(high / unit), apart = top - Math.floor(low / unit);
    if (top < 1000) return 0;
    if (apart === 0 || (apart === 1 && high - low <= unit / 10)) return top * unit;
  }
  return 0;
}

function offsetOf(multiples, power) {
  if (multiples.length < 2) return 0;
  const first = multiples[0], last = multiples[multiples.length - 1];
  const largest = Math.max(Math.abs(first), Math.abs(last));
  const plain = formOf(largest, largest, power).power === 0;
  if (first > 0) return sharedPart(first, last, plain);
  return last < 0 ? -sharedPart(-last, -first, plain) : 0;
}

function labelled(multiples, power) {
  const offset = offsetOf(multiples, power);
  const rest = multiples.map(whole => whole - offset);
  const sizes = rest.map(Math.abs);
  const form = formOf(Math.min(...sizes.filter(size => size > 0)), Math.max(0, ...sizes), power);
  return {at: multiples.map(whole => valueOf(whole, power)),
    text: rest.map(whole => labelOf(whole, power, form)),
    offset: offset ? (offset < 0 ? MINUS : "+") + shortest(Math.abs(offset), power) : ""};
}

// -- scales ----------------------------------------------------------------------------

// `least` is the smallest power of ten of a step.
export function linearTicks(from, to, most, least = -400) {
  const low = Math.min(from, to), high = Math.max(from, to);
  let step = stepOf(low, high, Math.max(1, Math.min(MOST - 1, most)));
  if (step.power < least) step = {digit: 1, power: least};
  let multiples = multiplesOf(low, high, step);
  while (multiples.length > MOST) {
    step = coarser(step);
    multiples = multiplesOf(low, high, step);
  }
  while (multiples.length < 2 && (step.power > least || step.digit > 1)) {
    step = finer(step);
    multiples = multiplesOf(low, high, step);
  }
  return labelled(multiples, step.power);
}

function wholeTicks(from, to, most) {
  const ticks = linearTicks(from, to, most, 0);
  return ticks.at.length < 2 ? linearTicks(from, to, most) : ticks;
}

const isWithin = (low, high, at) => at >= low - 1e-9 * Math.abs(low) && at <= high + 1e-9 * Math.abs(high);

// sign * digit * 10^power, if it is in the range.
function addPower(ticks, low, high, sign, digit, power) {
  const at = sign * valueOf(digit, power);
  if (!isWithin(low, high, at)) return false;
  ticks.at.push(at);
  ticks.text.push(signed(sign, `${digit === 1 ? "" : digit + "\u00b7"}10${raised(power)}`));
  return true;
}

function decades(low, high, most) {
  const ticks = {at: [], text: [], offset: ""};
  const first = Math.ceil(Math.log10(low) - 1e-9), last = Math.floor(Math.log10(high) + 1e-9);
  const step = 1 + Math.trunc((last - first) / Math.max(2, Math.min(MOST - 1, most)));
  let start = Math.ceil(first / step) * step;
  if (start + step > last) start = first;
  for (let k = start; k <= last; k += step) addPower(ticks, low, high, 1, 1, k);
  return ticks;
}

// Powers of ten; if there are few, also 2 and 5 times these.
export function logTicks(from, to, most) {
  const low = Math.min(from, to), high = Math.max(from, to);
  const whole = decades(low, high, most), ticks = {at: [], text: [], offset: ""};
  if (whole.at.length >= 3 || Math.log10(high) - Math.log10(low) > 3) return whole;
  const plain = low >= 1e-3 && high < 1e6; // all of them, or none
  for (let k = Math.floor(Math.log10(low)); k <= Math.ceil(Math.log10(high)); k++) {
    for (const digit of [1, 2, 5]) {
      if (addPower(ticks, low, high, 1, digit, k) && plain) {
        ticks.text[ticks.text.length - 1] = valueOf(digit, k).toFixed(Math.max(0, -k));
      }
    }
  }
  return ticks.at.length < 2 ? linearTicks(from, to, most) : ticks;
}

// 0 and powers of ten with both signs.
function symlogTicks(from, to, most, threshold) {
  const low = Math.min(from, to), high = Math.max(from, to);
  if (low >= threshold) return logTicks(from, to, most);
  const ticks = {at: [], text: [], offset: ""};
  const length = symlogOf(high, threshold) - symlogOf(low, threshold);
  const step = 1 + Math.trunc(length / Math.max(2, Math.min(MOST - 1, most)));
  const first = Math.ceil(Math.log10(threshold) - 1e-9) + step - 1, largest = Math.max(Math.abs(low), Math.abs(high));
  let last = first;
  while (last + step <= 308 && valueOf(1, last + step) <= largest) last += step;
  if (high > threshold || low < -threshold) {
    for (let k = last; k >= first; k -= step) addPower(ticks, low, high, -1, 1, k);
    if (isWithin(low, high, 0)) {
      ticks.at.push(0);
      ticks.text.push("0");
    }
    for (let k = first; k <= last; k += step) addPower(ticks, low, high, 1, 1, k);
  }
  return ticks.at.length < 2 ? linearTicks(from, to, most) : ticks;
}

// `axis` is that of the figure: its kind of ticks and its threshold.
export function ticksFor(axis, from, to, most) {
  switch (axis.ticks) {
    case "whole": return wholeTicks(from, to, most);
    case "log": return logTicks(from, to, most);
    case "symlog": return symlogTicks(from, to, most, axis.threshold);
    case "dates": return dateTicks(Math.min(from, to), Math.max(from, to), most) || linearTicks(from, to, most);
    default: return linearTicks(from, to, most);
  }
}
