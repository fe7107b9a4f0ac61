// marks.js - draws the marks of an axes at any zoom, and finds the one under the pointer.

import {clippedLine, grownBox, inBox, pixelOf, thinned, valueAt} from "./geometry.js";
import {boundsOf, drawOperations} from "./operations.js";
import {drawSurface, surfaceNear} from "./surface.js";

// -- positions -----------------------------------------------------------------------

const kept = new WeakMap();

// The pixels of two vectors of a mark before zooming: x0, y0, x1, y1 ...
function pixelsOf(mark, panel, xs = "x", ys = "y") {
  if (!kept.has(mark)) kept.set(mark, {});
  const cache = kept.get(mark), key = xs + ys;
  if (!cache[key]) {
    const [x0, y0, x1, y1] = panel.box, x = mark[xs], y = mark[ys];
    const pixels = new Float64Array(2 * x.length);
    for (let i = 0; i < x.length; i++) {
      pixels[2 * i] = pixelOf(x[i], panel.x, x0, x1);
      pixels[2 * i + 1] = pixelOf(y[i], mark.right ? panel.right : panel.y, y1, y0);
    }
    cache[key] = pixels;
  }
  return cache[key];
}

function movedPixels(pixels, view) {
  const moved = new Float64Array(pixels.length);
  for (let i = 0; i < pixels.length; i += 2) {
    moved[i] = pixels[i] * view.kx + view.tx;
    moved[i + 1] = pixels[i + 1] * view.ky + view.ty;
  }
  return moved;
}

// -- kinds ---------------------------------------------------------------------------

function setStroke(painter, stroke) {
  painter.color(stroke.color, stroke.alpha);
  painter.pen(stroke.width, stroke.line);
}

// A point between two gaps is a dot, because no line leads to it.
function drawLonePoints(painter, pixels, box, diameter) {
  const has = i => i >= 0 && i < pixels.length && !isNaN(pixels[i] + pixels[i + 1]);
  for (let i = 0; i < pixels.length; i += 2) {
    if (has(i) && !has(i - 2) && !has(i + 2) && inBox(box, pixels[i], pixels[i + 1])) {
      painter.dot(pixels[i], pixels[i + 1], diameter);
    }
  }
}

function drawLine(painter, mark, panel, view) {
  if (mark.stroke.line > 0) {
    const pixels = movedPixels(pixelsOf(mark, panel), view);
    painter.clip(panel.box);
    setStroke(painter, mark.stroke);
    clippedLine(grownBox(panel.box, 50), thinned(pixels), piece => painter.line(piece));
    if (!mark.marker) drawLonePoints(painter, pixels, panel.box, 2 * mark.stroke.width);
    painter.pen(1, 1);
    painter.clip(null);
  }
  if (mark.marker) drawScatter(painter, mark, panel, view);
}

// The marker of point i, in the color of its value and its own size; null: it has none.
function styledMarker(mark, ops, i) {
  const value = mark.values && mark.values[i], diameter = mark.diameters && mark.diameters[i];
  if (value === null || diameter === null) return null;
  const k = mark.diameters ? diameter / mark.diameter : 1;
  const color = mark.values && shadeOf(mark, value);
  return ops.map(op => {
    if (op[0] === "c") return ["c", color || op[1], op[2]];
    if (op[0] === "d") return ["d", op[1] * k, op[2] * k, op[3] * k];
    if (op[0] === "f") return ["f", op[1], ...op.slice(2).map(v => v * k)];
    return op[0] === "l" ? ["l", ...op.slice(1).map(v => v * k)] : op;
  });
}

function drawStyled(painter, mark, panel, view) {
  const pixels = pixelsOf(mark, panel);
  for (let i = 0; i < pixels.length; i += 2) {
    const x = pixels[i] * view.kx + view.tx, y = pixels[i + 1] * view.ky + view.ty;
    if (!inBox(panel.box, x, y)) continue;
    for (const part of mark.marker || []) {
      const ops = styledMarker(mark, part.ops, i / 2);
      if (ops) drawOperations(painter, ops, null, {kx: 1, tx: x, ky: 1, ty: y});
    }
  }
}

// Markers on the edge are whole; those of points outside are left out.
function drawScatter(painter, mark, panel, view) {
  if (mark.values || mark.diameters) {
    drawStyled(painter, mark, panel, view);
    return;
  }
  const pixels = pixelsOf(mark, panel), inside = [];
  for (let i = 0; i < pixels.length; i += 2) {
    const x = pixels[i] * view.kx + view.tx, y = pixels[i + 1] * view.ky + view.ty;
    if (inBox(panel.box, x, y)) inside.push(x, y);
  }
  const bounds = mark.marker && mark.marker.map(part => boundsOf(part.ops)).find(box => box);
  if (!bounds || !inside.length) return;
  const radius = Math.max(...bounds.map(Math.abs)) + 2;
  painter.stamps(inside, radius, p => mark.marker.forEach(part => drawOperations(p, part.ops)));
}

function drawArrows(painter, mark, panel, view, figure) {
  const from = movedPixels(pixelsOf(mark, panel), view);
  const to = movedPixels(pixelsOf(mark, panel, "x2", "y2"), view);
  const {width} = mark.stroke;
  painter.clip(panel.box);
  painter.color(mark.stroke.color, mark.stroke.alpha);
  painter.pen(width, 1);
  for (let i = 0; i < from.length; i += 2) {
    const dx = to[i] - from[i], dy = to[i + 1] - from[i + 1], length = Math.hypot(dx, dy);
    if (!(length > 0.01)) continue;
    const ux = dx / length, uy = dy / length;
    const head = Math.min(6 * figure.unit + 2.2 * width, length), half = head * 0.4;
    const neck = [to[i] - head * ux, to[i + 1] - head * uy];
    painter.line([from[i], from[i + 1], neck[0] + ux, neck[1] + uy]);
    painter.polygon([to[i], to[i + 1], neck[0] - half * uy, neck[1] + half * ux,
      neck[0] + half * uy, neck[1] - half * ux], 0);
  }
  painter.clip(null);
}

const shadeOf = (mark, z) =>
  mark.palette[Math.round(Math.max(0, Math.min(1, (z / 2 - mark.low / 2) / (mark.high / 2 - mark.low / 2))) *
    (mark.palette.length - 1))];

// Edges at whole pixels, so that cells leave no seam.
function edgesOf(mark, panel, view, horizontal) {
  const [x0, y0, x1, y1] = panel.box;
  const [values, axis, from, to, k, t] = horizontal ? [mark.x, panel.x, x0, x1, view.kx, view.tx]
    : [mark.y, panel.y, y1, y0, view.ky, view.ty];
  const [low, high] = horizontal ? [x0, x1] : [y0, y1];
  return values.map(value => {
    const at = pixelOf(value, axis, from, to) * k + t;
    if (isNaN(at)) return (axis.from < axis.to) === horizontal ? Math.floor(low) : Math.ceil(high);
    return at > high - 0.01 ? Math.ceil(high) : Math.floor(Math.max(low, at));
  });
}

// -- images --------------------------------------------------------------------------

const pictures = new WeakMap();

// Are the edges equally far apart on the page?
function isEven(values, axis) {
  if (axis.log || axis.threshold) return false;
  const step = (values[values.length - 1] - values[0]) / (values.length - 1);
  return values.every((value, i) => Math.abs(value - values[0] - i * step) < Math.abs(step) * 1e-6);
}

// A canvas with one pixel per cell, as it is on the page.
function pictureOf(mark, panel) {
  if (pictures.has(mark)) return pictures.get(mark);
  const columns = mark.x.length - 1, rows = mark.y.length - 1, canvas = document.createElement("canvas");
  canvas.width = columns;
  canvas.height = rows;
  const context = canvas.getContext("2d"), image = context.createImageData(columns, rows);
  const upwards = (mark.y[rows] > mark.y[0]) === (panel.y.to > panel.y.from);
  const leftwards = (mark.x[columns] > mark.x[0]) !== (panel.x.to > panel.x.from);
  const colors = new Map(mark.palette.map(hex => [hex, [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16))]));
  mark.z.forEach((z, k) => {
    if (z === null) return;
    const i = Math.floor(k / columns), j = k % columns;
    const at = 4 * ((upwards ? rows - 1 - i : i) * columns + (leftwards ? columns - 1 - j : j));
    image.data.set([...colors.get(shadeOf(mark, z)), Math.round(mark.alpha * 255)], at);
  });
  context.putImageData(image, 0, 0);
  pictures.set(mark, canvas);
  return canvas;
}

function drawPicture(painter, mark, panel, view) {
  const [x0, y0, x1, y1] = panel.box, last = list => list[list.length - 1];
  const x = [mark.x[0], last(mark.x)].map(v => pixelOf(v, panel.x, x0, x1) * view.kx + view.tx);
  const y = [mark.y[0], last(mark.y)].map(v => pixelOf(v, panel.y, y1, y0) * view.ky + view.ty);
  painter.clip(panel.box);
  painter.picture(pictureOf(mark, panel), Math.min(...x), Math.min(...y), Math.abs(x[1] - x[0]),
    Math.abs(y[1] - y[0]));
  painter.clip(null);
}

function drawImage(painter, mark, panel, view) {
  const MANY = 2500;
  if (mark.z.length > MANY && isEven(mark.x, panel.x) && isEven(mark.y, panel.y)) {
    drawPicture(painter, mark, panel, view);
  } else drawCells(painter, mark, panel, view);
  for (const part of mark.parts || []) drawOperations(painter, part.ops, panel.box, view);
}

function drawCells(painter, mark, panel, view) {
  const xs = edgesOf(mark, panel, view, true), ys = edgesOf(mark, panel, view, false);
  const columns = xs.length - 1;
  for (let i = 0; i + 1 < ys.length; i++) {
    const top = Math.min(ys[i], ys[i + 1]), high = Math.abs(ys[i + 1] - ys[i]);
    for (let j = 0; high && j < columns; j++) {
      const z = mark.z[i * columns + j], wide = Math.abs(xs[j + 1] - xs[j]);
      if (z === null || !wide) continue;
      painter.color(shadeOf(mark, z), mark.alpha);
      painter.box(Math.min(xs[j], xs[j + 1]), top, wide, high);
    }
  }
}

// Moves with its point, which must be inside. Before zooming a text may leave the axes.
function drawAnchored(painter, mark, panel, view) {
  const [x, y] = movedPixels(pixelsOf(mark, panel).slice(0, 2), view);
  if (!inBox(panel.box, x, y)) return;
  const first = view.kx === 1 && view.ky === 1 && view.tx === 0 && view.ty === 0;
  painter.clip(first ? null : panel.box);
  painter.stamps([x, y], 0, p => mark.anchored.forEach(part => drawOperations(p, part.ops)));
  painter.clip(null);
}

function drawParts(painter, mark, panel, view) {
  for (const part of mark.parts) drawOperations(painter, part.ops, panel.box, view);
}

const DRAWERS = {line: drawLine, scatter: drawScatter, arrows: drawArrows, image: drawImage};

// False: this script cannot draw the mark.
export function drawMark(painter, mark, panel, view, figure) {
  if (mark.kind === "surface") drawSurface(painter, mark, panel, view, figure);
  else if (mark.points) drawParts(painter, mark, panel, view);
  else if (DRAWERS[mark.kind]) DRAWERS[mark.kind](painter, mark, panel, view, figure);
  else if (mark.anchored) drawAnchored(painter, mark, panel, view);
  else if (mark.parts) drawParts(painter, mark, panel, view);
  else if (mark.x.length) return false;
  return true;
}

// -- under the pointer ---------------------------------------------------------------

// The last index whose value is not beyond `value`; -1: outside.
function cellOf(values, value) {
  for (let i = 0; i + 1 < values.length; i++) {
    if (value >= Math.min(values[i], values[i + 1]) && value < Math.max(values[i], values[i + 1])) return i;
  }
  return -1;
}

function nearestPoint(mark, panel, view, x, y, reach) {
  const pixels = pixelsOf(mark, panel);
  let best = null, least = reach * reach;
  for (let i = 0; i < pixels.length; i += 2) {
    const px = pixels[i] * view.kx + view.tx, py = pixels[i + 1] * view.ky + view.ty;
    const distance = (px - x) ** 2 + (py - y) ** 2;
    if (!(distance < least) || !inBox(panel.box, px, py)) continue;
    least = distance;
    best = {at: [px, py], x: mark.x[i / 2], y: mark.y[i / 2],
      ...(mark.values && {z: mark.values[i / 2]}), distance: Math.sqrt(distance), index: i / 2};
  }
  return best;
}

function barUnder(mark, place) {
  const within = (a, b, value) => value >= Math.min(a, b) && value <= Math.max(a, b);
  for (let i = 0; i < mark.x.length; i++) {
    if (within(mark.x[i], mark.x2[i], place.x) && within(mark.y[i], mark.y2[i], place.y)) {
      return {bar: [mark.x[i], mark.x2[i], mark.y2[i], mark.y[i]], index: i, distance: 0};
    }
  }
  return null;
}

// The hexagon whose center is nearest, as plot_hexbin.c.
function hexagonUnder(mark, place) {
  let best = null, least = 4 / 9;
  for (let i = 0; i < mark.x.length; i++) {
    const wide = mark.x2[i] - mark.x[i], high = (mark.y2[i] - mark.y[i]) * 1.5;
    const x = (mark.x[i] + mark.x2[i]) / 2, y = (mark.y[i] + mark.y2[i]) / 2;
    const distance = ((place.x - x) / wide) ** 2 + 3 * ((place.y - y) / high) ** 2;
    if (distance >= least) continue;
    least = distance;
    best = {x, y, z: mark.values[i], distance: 0, index: i};
  }
  return best;
}

// Between the nodes of a grid, by linear interpolation.
function heightAt(mark, place) {
  const j = cellOf(mark.x, place.x), i = cellOf(mark.y, place.y), n = mark.x.length;
  if (i < 0 || j < 0) return null;
  const px = (place.x - mark.x[j]) / (mark.x[j + 1] - mark.x[j]);
  const py = (place.y - mark.y[i]) / (mark.y[i + 1] - mark.y[i]);
  const z = (row, column) => mark.z[row * n + column];
  return z(i, j) * (1 - px) * (1 - py) + z(i, j + 1) * px * (1 - py) + z(i + 1, j) * (1 - px) * py +
    z(i + 1, j + 1) * px * py;
}

// What a mark has to tell about a place: `place` in data, `x` and `y` in pixels. Null:
// nothing. `distance` says how far away it is; areas are behind everything else.
export function underPointer(mark, panel, view, figure, place, x, y) {
  const REACH = 24, AREA = REACH;
  if (mark.kind === "surface") {
    const near = surfaceNear(mark, panel, view, figure, x, y, REACH);
    return near && {...near, distance: 0};
  }
  if (!place) return null;
  if (mark.right) {
    const [, y0, , y1] = panel.box;
    place = {x: place.x, y: valueAt((y - view.ty) / view.ky, panel.right, y1, y0)};
  }
  if (mark.kind === "bar" || mark.kind === "histogram") return barUnder(mark, place);
  if (mark.kind === "hexbin") return hexagonUnder(mark, place);
  if (mark.kind === "image") {
    const i = cellOf(mark.y, place.y), j = cellOf(mark.x, place.x);
    const z = i < 0 || j < 0 ? null : mark.z[i * (mark.x.length - 1) + j];
    return z === null ? null : {z, row: i + 1, column: j + 1, distance: AREA};
  }
  if (mark.z) {
    const z = heightAt(mark, place);
    return z === null ? null : {z, x: place.x, y: place.y, distance: AREA};
  }
  if (mark.kind === "text" || mark.kind === "annotate" || mark.kind === "fill" ||
      mark.kind === "span") return null;
  return mark.x.length === mark.y.length ? nearestPoint(mark, panel, view, x, y, REACH) : null;
}
