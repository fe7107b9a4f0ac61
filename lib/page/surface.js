// surface.js - a surface in parallel projection, drawn as by src/plot/raster/surface.c, but
// from any side.

import {clamp} from "./geometry.js";
import {drawOperations} from "./operations.js";
import {textWidth} from "./text.js";

const DEGREE = Math.PI / 180;
const MOST = 100;   // cells per side, as the figure has them at most
const QUICK = 28;   // while turning

// -1..1 along a range.
const part = ([from, to], x) => (x / 2 - from / 2) / (to / 2 - from / 2) * 2 - 1;

class Projection {
  constructor(mark, panel, view, unit) {
    const turn = view.turn * DEGREE, tilt = view.tilt * DEGREE;
    this.mark = mark;
    this.unit = unit;
    this.sinTurn = Math.sin(turn);
    this.cosTurn = Math.cos(turn);
    this.sinTilt = Math.sin(tilt);
    this.cosTilt = Math.cos(tilt);
    this.walls = [this.cosTurn > 0 ? -1 : 1, this.sinTurn > 0 ? -1 : 1];
    this.fit(panel.box, view.size || 1);
  }

  spot(x, y, z) {
    const right = y * this.cosTurn - x * this.sinTurn;
    const near = x * this.cosTurn + y * this.sinTurn;
    const up = z * this.cosTilt - near * this.sinTilt;
    return [this.middle[0] + this.scale * right, this.middle[1] - this.scale * up];
  }

  // As large as the panel allows, with room for text around it.
  fit([x0, y0, x1, y1], size) {
    const aside = Math.min(62 * this.unit, (x1 - x0) * 0.17);
    const below = Math.min(48 * this.unit, (y1 - y0) * 0.25), above = 6 * this.unit;
    const tall = this.mark.tall;
    let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
    this.scale = 1;
    this.middle = [0, 0];
    for (let i = 0; i < 8; i++) {
      const [x, y] = this.spot(i & 1 ? 1 : -1, i & 2 ? 1 : -1, i & 4 ? tall : -tall);
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    const wide = Math.max(x1 - x0 - 2 * aside, 20), high = Math.max(y1 - y0 - below - above, 20);
    this.scale = Math.min(wide / (right - left), high / (bottom - top)) * size;
    this.middle = [(x0 + x1) / 2 - this.scale * (left + right) / 2,
      y1 - below - high / 2 - this.scale * (top + bottom) / 2];
  }

  height(z) { return clamp(part(this.mark.space[2].range, z), -1, 1) * this.mark.tall; }
}

// -- walls and edges -----------------------------------------------------------------

function drawWalls(painter, projection, theme, grid) {
  const {walls: [wx, wy], mark: {space, tall}} = projection;
  const spots = corners => corners.flatMap(c => projection.spot(...c));
  painter.color(theme.panel, 1);
  painter.polygon(spots([[-1, -1, -tall], [1, -1, -tall], [1, 1, -tall], [-1, 1, -tall]]), 0);
  painter.polygon(spots([[wx, -1, -tall], [wx, 1, -tall], [wx, 1, tall], [wx, -1, tall]]), 0);
  painter.polygon(spots([[-1, wy, -tall], [1, wy, -tall], [1, wy, tall], [-1, wy, tall]]), 0);
  if (!grid) return;
  painter.color(theme.grid, 1);
  painter.pen(0.9 * projection.unit, 1);
  const line = (a, b) => painter.line(spots([a, b]));
  for (const at of space[0].at) {
    const x = part(space[0].range, at);
    line([x, -1, -tall], [x, 1, -tall]);
    line([x, wy, -tall], [x, wy, tall]);
  }
  for (const at of space[1].at) {
    const y = part(space[1].range, at);
    line([-1, y, -tall], [1, y, -tall]);
    line([wx, y, -tall], [wx, y, tall]);
  }
  for (const at of space[2].at) {
    const z = projection.height(at);
    line([wx, -1, z], [wx, 1, z]);
    line([-1, wy, z], [1, wy, z]);
  }
}

// Writes around the box. Edges that point at the viewer are short, and their labels would
// cover each other: what has no room is left out.
class EdgeText {
  constructor(painter, unit) {
    this.painter = painter;
    this.unit = unit;
    this.written = [];
  }

  write(x, y, size, just, escaped) {
    const wide = textWidth(escaped, size) * this.unit, half = 0.4 * size * this.unit;
    const box = [x - just * wide, y - half, x + (1 - just) * wide, y + half];
    if (this.written.some(b => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3])) return;
    this.written.push(box);
    this.painter.text(x, y, {size: size * this.unit, just}, escaped);
  }
}

// An edge with ticks from `from` to `to`; its text is away from the middle.
function drawEdge(painter, words, projection, figure, direction, from, to) {
  const {theme, sizes} = figure, unit = projection.unit;
  const along = t => projection.spot(...from.map((a, k) => a + t * (to[k] - a)));
  const a = along(0), b = along(1);
  const length = Math.max(Math.hypot(b[0] - a[0], b[1] - a[1]), 1e-9);
  let out = [-(b[1] - a[1]) / length, (b[0] - a[0]) / length];
  const away = [(a[0] + b[0]) / 2 - projection.middle[0], (a[1] + b[1]) / 2 - projection.middle[1]];
  if (out[0] * away[0] + out[1] * away[1] < 0) out = [-out[0], -out[1]];
  const text = (at, distance, size, escaped) => words.write(at[0] + out[0] * distance,
    at[1] + out[1] * (distance + size * 0.5 * unit), size,
    out[0] < -0.35 ? 1 : out[0] > 0.35 ? 0 : 0.5, escaped);
  painter.color(theme.axis, 1);
  painter.pen(1.1 * unit, 1);
  painter.line([...a, ...b]);
  let widest = 0;
  direction.at.forEach((value, i) => {
    widest = Math.max(widest, textWidth(direction.text[i], sizes.tick));
    const t = (part(direction.range, value) + 1) / 2;
    if (t < -1e-6 || t > 1 + 1e-6) return;
    const at = along(t);
    painter.line([...at, at[0] + out[0] * sizes.length * unit, at[1] + out[1] * sizes.length * unit]);
    text(at, 8 * unit, sizes.tick, direction.text[i]);
  });
  if (!direction.name) return;
  painter.color(theme.ink, 1);
  text(along(0.5), (18 + sizes.tick * 0.8 + widest * Math.abs(out[0])) * unit, sizes.label,
    direction.name);
}

function drawEdges(painter, projection, figure) {
  const {walls: [wx, wy], mark: {space, tall}} = projection;
  const words = new EdgeText(painter, projection.unit);
  drawEdge(painter, words, projection, figure, space[0], [-1, -wy, -tall], [1, -wy, -tall]);
  drawEdge(painter, words, projection, figure, space[1], [-wx, -1, -tall], [-wx, 1, -tall]);
  const left = projection.spot(wx, -wy, 0)[0] < projection.spot(-wx, wy, 0)[0];
  const [x, y] = left ? [wx, -wy] : [-wx, wy];
  drawEdge(painter, words, projection, figure, space[2], [x, y, -tall], [x, y, tall]);
}

// -- cells ---------------------------------------------------------------------------

// The indices of the drawn nodes.
function nodesOf(n, quick) {
  const count = Math.min(n, (quick ? QUICK : MOST) + 1);
  return Array.from({length: count}, (_, i) => Math.floor(i * (n - 1) / (count - 1)));
}

// [r, g, b] of each color.
const levelsOf = palette => palette.map(hex => [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16)));

// All nodes are projected once, because each belongs to four cells.
class Grid {
  constructor(mark, projection, quick) {
    this.mark = mark;
    this.projection = projection;
    this.rows = nodesOf(mark.y.length, quick);
    this.columns = nodesOf(mark.x.length, quick);
    this.levels = levelsOf(mark.palette);
    // Lines around smaller cells would darken the surface.
    const most = Math.max(this.rows.length, this.columns.length);
    this.lined = !quick && 2 * projection.scale / (most - 1) > 4 * projection.unit;
    this.place();
  }

  z(i, j) { return this.mark.z[this.rows[i] * this.mark.x.length + this.columns[j]]; }

  // Heights from -tall to tall, shares of the colors (NaN: a gap), and pixels.
  place() {
    const {mark, projection, rows, columns} = this, [xs, ys] = mark.space, n = rows.length * columns.length;
    this.x = columns.map(j => part(xs.range, mark.x[j]));
    this.y = rows.map(i => part(ys.range, mark.y[i]));
    [this.height, this.share, this.right, this.down] = Array.from({length: 4}, () => new Float64Array(n));
    for (let i = 0, k = 0; i < rows.length; i++) {
      for (let j = 0; j < columns.length; j++, k++) {
        const z = this.z(i, j);
        this.share[k] = z === null ? NaN : clamp((z - mark.low) / (mark.high - mark.low), 0, 1);
        this.height[k] = z === null ? NaN : projection.height(z);
        [this.right[k], this.down[k]] = projection.spot(this.x[j], this.y[i], this.height[k]);
      }
    }
  }

  // The pixel of a node.
  at(i, j) {
    const k = i * this.columns.length + j;
    return [this.right[k], this.down[k]];
  }

  // Light from above and the viewer's left on cell (i, j), whose first node is k.
  brightness(i, j, k) {
    const {projection: p, height, columns} = this;
    const dx = this.x[j + 1] - this.x[j], dy = this.y[i + 1] - this.y[i];
    const alongX = height[k + 1] - height[k], alongY = height[k + columns.length] - height[k];
    const nx = -alongX * dy, ny = -dx * alongY, nz = dx * dy;
    const length = Math.max(Math.sqrt(nx * nx + ny * ny + nz * nz), 1e-12) * (nz < 0 ? -1 : 1);
    const right = (ny * p.cosTurn - nx * p.sinTurn) / length;
    return clamp(0.9 + 0.12 * nz / length - 0.14 * right, 0.72, 1.08);
  }

  draw(painter, i, j, edge) {
    const {share, right, down, levels, projection} = this, next = this.columns.length;
    const k = i * next + j, corners = [k, k + 1, k + next + 1, k + next];
    const mean = (share[k] + share[k + 1] + share[k + next] + share[k + next + 1]) / 4;
    if (Number.isNaN(mean)) return; // a gap
    const points = [];
    for (const c of corners) points.push(right[c], down[c]);
    const bright = this.brightness(i, j, k), level = levels[Math.round(mean * (levels.length - 1))];
    const [r, g, b] = level.map(c => Math.min(255, Math.floor(c * bright)));
    painter.color(`rgb(${r},${g},${b})`, 1);
    painter.polygon(points, 0.8 * projection.unit);
    if (!this.lined) return;
    painter.color(edge, 0.22);
    painter.pen(0.6 * projection.unit, 1);
    painter.line([...points, points[0], points[1]]);
  }
}

// -- the path ------------------------------------------------------------------------

function cellOf(values, nodes, value) {
  const up = values[values.length - 1] >= values[0];
  let i = 0;
  while (i + 2 < nodes.length && (up ? value >= values[nodes[i + 1]] : value <= values[nodes[i + 1]])) i++;
  const a = values[nodes[i]], b = values[nodes[i + 1]];
  return [i, a === b ? 0 : clamp((value - a) / (b - a), 0, 1)];
}

// A point slightly above the surface, and its cell; null outside.
function pathSpot(grid, x, y) {
  const {mark, projection} = grid;
  const within = ([from, to], value) => value >= from && value <= to;
  if (!within(mark.space[0].range, x) || !within(mark.space[1].range, y)) return null;
  const [j, px] = cellOf(mark.x, grid.columns, x), [i, py] = cellOf(mark.y, grid.rows, y);
  if ([[i, j], [i, j + 1], [i + 1, j], [i + 1, j + 1]].some(c => grid.z(...c) === null)) return null;
  const z = grid.z(i, j) * (1 - px) * (1 - py) + grid.z(i, j + 1) * px * (1 - py) +
    grid.z(i + 1, j) * (1 - px) * py + grid.z(i + 1, j + 1) * px * py;
  return {i, j, at: projection.spot(part(mark.space[0].range, x), part(mark.space[1].range, y),
    projection.height(z) + 0.006)};
}

// The pieces of the path by the cell after which they are painted.
function piecesOf(grid, far) {
  const PIECES = 24, {x2, y2} = grid.mark, pieces = new Map();
  const nearer = (i, cells, last) => last ? Math.max(0, i - 1) : Math.min(cells - 1, i + 1);
  const add = (spot, piece) => {
    const key = nearer(spot.i, grid.rows.length - 1, far[0]) + "," +
      nearer(spot.j, grid.columns.length - 1, far[1]);
    if (!pieces.has(key)) pieces.set(key, []);
    pieces.get(key).push(piece);
  };
  for (let k = 0; x2 && k < x2.length; k++) {
    const dot = pathSpot(grid, x2[k], y2[k]);
    if (dot) add(dot, {dot: dot.at});
    for (let t = 0; t < PIECES && k + 1 < x2.length; t++) {
      const spots = [t / PIECES, (t + 1) / PIECES].map(s =>
        pathSpot(grid, x2[k] + s * (x2[k + 1] - x2[k]), y2[k] + s * (y2[k + 1] - y2[k])));
      if (spots[0] && spots[1]) add(spots[0], {line: [...spots[0].at, ...spots[1].at]});
    }
  }
  return pieces;
}

// -- all -----------------------------------------------------------------------------

// `view` is {turn, tilt, size, quick}; quick: with fewer cells, while it is being turned.
export function drawSurface(painter, mark, panel, view, figure) {
  const projection = new Projection(mark, panel, view, figure.unit);
  const grid = new Grid(mark, projection, view.quick);
  const rising = values => values[values.length - 1] > values[0];
  const far = [rising(mark.y) === (projection.walls[1] > 0), rising(mark.x) === (projection.walls[0] > 0)];
  const pieces = piecesOf(grid, far);
  const rows = grid.rows.length - 1, columns = grid.columns.length - 1;
  drawWalls(painter, projection, figure.theme, panel.grid);
  drawEdges(painter, projection, figure);
  for (let a = 0; a < rows; a++) {
    for (let b = 0; b < columns; b++) {
      const i = far[0] ? rows - 1 - a : a, j = far[1] ? columns - 1 - b : b;
      grid.draw(painter, i, j, figure.theme.edge);
      for (const piece of pieces.get(i + "," + j) || []) {
        painter.color(mark.stroke.color, 1);
        painter.pen(mark.stroke.width, 1);
        if (piece.dot) painter.dot(piece.dot[0], piece.dot[1], 5 * figure.unit);
        else painter.line(piece.line);
      }
    }
  }
  if (mark.parts) for (const p of mark.parts) drawOperations(painter, p.ops);
}

// The node nearest to a pixel: {x, y, z, at}; null if none is near.
export function surfaceNear(mark, panel, view, figure, x, y, reach) {
  const grid = new Grid(mark, new Projection(mark, panel, view, figure.unit));
  let best = null, least = reach;
  for (let i = 0; i < grid.rows.length; i++) {
    for (let j = 0; j < grid.columns.length; j++) {
      if (grid.z(i, j) === null) continue;
      const at = grid.at(i, j);
      const distance = Math.hypot(at[0] - x, at[1] - y);
      if (distance >= least) continue;
      least = distance;
      best = {x: mark.x[grid.columns[j]], y: mark.y[grid.rows[i]], z: grid.z(i, j), at};
    }
  }
  return best;
}
