// geometry.js - from data to pixels, and clipping. A browser computes with 32-bit numbers,
// so what lies far outside the axes must be cut off before it is drawn.

// Logarithmic with both signs, linear up to the threshold: src/plot/figure/symlog.h.
export function symlogOf(x, threshold) {
  const size = Math.abs(x) / threshold;
  return Math.sign(x) * (size <= 1 ? size : 1 + Math.log10(size));
}

function symlogValue(at, threshold) {
  const size = Math.abs(at);
  return Math.sign(at) * threshold * (size <= 1 ? size : 10 ** (size - 1));
}

// The pixel of a value; NaN if it has none. `axis` is {from, to, log, threshold}; the
// threshold is 0 unless the axis is symmetrically logarithmic.
export function pixelOf(value, axis, low, high) {
  if (value === null) return NaN;
  if (axis.log) {
    if (!(value > 0)) return NaN;
    const start = Math.log10(axis.from);
    return low + (Math.log10(value) - start) / (Math.log10(axis.to) - start) * (high - low);
  }
  if (axis.threshold) {
    const [at, from, to] = [value, axis.from, axis.to].map(x => symlogOf(x, axis.threshold));
    return low + (at - from) / (to - from) * (high - low);
  }
  return low + (value / 2 - axis.from / 2) / (axis.to / 2 - axis.from / 2) * (high - low);
}

export function valueAt(pixel, axis, low, high) {
  const part = (pixel - low) / (high - low);
  if (axis.log) return axis.from * 10 ** (part * (Math.log10(axis.to) - Math.log10(axis.from)));
  if (axis.threshold) {
    const [from, to] = [axis.from, axis.to].map(x => symlogOf(x, axis.threshold));
    return symlogValue(from * (1 - part) + to * part, axis.threshold);
  }
  return axis.from * (1 - part) + axis.to * part;
}

export const clamp = (x, low, high) => Math.max(low, Math.min(high, x));

// Boxes are [left, top, right, bottom].
export const inBox = (box, x, y) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3];

export const grownBox = (box, by) => [box[0] - by, box[1] - by, box[2] + by, box[3] + by];

// Liang and Barsky: the part [from, to] of a segment that is inside; null: none.
function insidePart(box, x0, y0, x1, y1) {
  const dx = x1 - x0, dy = y1 - y0;
  let from = 0, to = 1;
  for (const [p, q] of [[-dx, x0 - box[0]], [dx, box[2] - x0], [-dy, y0 - box[1]], [dy, box[3] - y0]]) {
    if (p === 0) {
      if (q < 0) return null;
    } else if (p < 0) from = Math.max(from, q / p);
    else to = Math.min(to, q / p);
  }
  return from <= to ? [from, to] : null;
}

// Of the consecutive points in one narrow column only the first, lowest, highest and last:
// the picture is the same, and a long line is drawn in time.
export function thinned(points) {
  const MANY = 4000, COLUMNS = 2; // per pixel
  if (points.length < 2 * MANY) return points;
  const result = [];
  const put = i => result.push(points[i], points[i + 1]);
  let first = 0;
  while (first < points.length) {
    if (isNaN(points[first + 1])) { // a gap
      put(first);
      first += 2;
      continue;
    }
    const column = Math.floor(points[first] * COLUMNS);
    let low = first, high = first, last = first;
    for (let i = first + 2; i < points.length; i += 2) {
      if (Math.floor(points[i] * COLUMNS) !== column || isNaN(points[i + 1])) break;
      if (points[i + 1] < points[low + 1]) low = i;
      if (points[i + 1] > points[high + 1]) high = i;
      last = i;
    }
    for (const i of [...new Set([first, Math.min(low, high), Math.max(low, high), last])]) put(i);
    first = last + 2;
  }
  return result;
}

// Calls draw(points) for each visible piece of a line, x0, y0, x1, y1 ...; NaN is a gap.
export function clippedLine(box, points, draw) {
  let piece = [];
  const end = () => {
    if (piece.length > 2) draw(piece);
    piece = [];
  };
  for (let i = 2; i < points.length; i += 2) {
    const x0 = points[i - 2], y0 = points[i - 1], x1 = points[i], y1 = points[i + 1];
    if (inBox(box, x0, y0) && inBox(box, x1, y1)) {
      if (!piece.length) piece.push(x0, y0);
      piece.push(x1, y1);
      continue;
    }
    const part = isNaN(x0 + y0 + x1 + y1) ? null : insidePart(box, x0, y0, x1, y1);
    if (!part || part[0] > 0) end();
    if (!part) continue;
    if (!piece.length) piece.push(x0 + part[0] * (x1 - x0), y0 + part[0] * (y1 - y0));
    piece.push(x0 + part[1] * (x1 - x0), y0 + part[1] * (y1 - y0));
    if (part[1] < 1) end();
  }
  end();
}

// Sutherland and Hodgman.
export function clippedPolygon(box, points) {
  let from = points;
  for (const [axis, sign, limit] of [[0, 1, box[2]], [0, -1, -box[0]], [1, 1, box[3]], [1, -1, -box[1]]]) {
    const to = [];
    for (let i = 0, n = from.length; i < n; i += 2) {
      const j = (i + 2) % n;
      const a = sign * from[i + axis] - limit, b = sign * from[j + axis] - limit;
      if (a <= 0) to.push(from[i], from[i + 1]);
      if ((a < 0 && b > 0) || (a > 0 && b < 0)) {
        const t = a / (a - b);
        to.push(from[i] + t * (from[j] - from[i]), from[i + 1] + t * (from[j + 1] - from[i + 1]));
      }
    }
    from = to;
  }
  return from;
}

export function isInside(box, points) {
  for (let i = 0; i < points.length; i += 2) {
    if (!inBox(box, points[i], points[i + 1])) return false;
  }
  return true;
}
