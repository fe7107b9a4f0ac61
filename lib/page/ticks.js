// ticks.js - round numbers along an axis after zooming. Before, the ticks of the figure
// are used; both follow the rules of src/plot/figure/ticks.c.

const MOST = 48;
const PLAIN_FROM = -4;
const PLAIN_TO = 5;

function niceStep(low, high, parts) {
  const rough = (high - low) / parts;
  const power = 10 ** Math.floor(Math.log10(rough));
  const part = rough / power;
  return (part < 1.4 ? 1 : part < 2.8 ? 2 : part < 7 ? 5 : 10) * power;
}

const exponentOf = x => Math.floor(Math.log10(Math.abs(x)) + 1e-9);

const digitsOf = n => Math.max(0, Math.min(15, n));

// With a minus sign that is as wide as a digit.
function numberText(x, decimals) {
  const plain = Math.abs(x).toFixed(decimals);
  return (x < 0 && Number(plain) !== 0 ? "\u2212" : "") + plain;
}

// All labels of an axis share the power of ten.
function linearText(x, step, largest) {
  const power = exponentOf(largest);
  if (power >= PLAIN_FROM && power <= PLAIN_TO) return numberText(x, digitsOf(-exponentOf(step)));
  if (x === 0) return "0";
  const mantissa = numberText(x / 10 ** power, digitsOf(power - exponentOf(step)));
  return `${mantissa}\u00b710${raised(power)}`;
}

const raised = power => String(power).replace(/./g, sign => "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207b"["0123456789-".indexOf(sign)]);

export function linearTicks(from, to, most) {
  const low = Math.min(from, to), high = Math.max(from, to);
  const step = niceStep(low, high, Math.max(1, Math.min(22, most)));
  const slack = step * 1e-9;
  const first = Math.ceil((low - slack) / step);
  const at = [];
  for (let i = 0; i < MOST && (first + i) * step <= high + slack; i++) {
    const value = (first + i) * step;
    at.push(Math.abs(value) < slack ? 0 : value);
  }
  const largest = Math.max(Math.abs(low), Math.abs(high));
  return {at, text: at.map(x => linearText(x, step, largest))};
}

// Powers of ten; if there are few, also 2 and 5 times these.
export function logTicks(from, to, most) {
  const low = Math.min(from, to), high = Math.max(from, to);
  const within = x => x >= low * (1 - 1e-9) && x <= high * (1 + 1e-9);
  const first = Math.floor(Math.log10(low)), last = Math.ceil(Math.log10(high));
  const powers = [];
  for (let k = first; k <= last; k++) if (within(10 ** k)) powers.push(k);
  const step = 1 + Math.floor(Math.max(0, powers.length - 1) / Math.max(1, most));
  const shown = powers.filter(k => k % step === 0);
  if (shown.length >= 3) return {at: shown.map(k => 10 ** k), text: shown.map(k => "10" + raised(k))};
  const at = [];
  for (let k = first; k <= last; k++) {
    for (const digit of [1, 2, 5]) if (within(digit * 10 ** k)) at.push(digit * 10 ** k);
  }
  if (at.length < 2) return linearTicks(from, to, most);
  return {at, text: at.map(x => {
    const power = exponentOf(x);
    if (power >= -3 && power <= PLAIN_TO) return numberText(x, digitsOf(-power));
    const digit = Math.round(x / 10 ** power);
    return (digit === 1 ? "" : digit + "\u00b7") + "10" + raised(power);
  })};
}
