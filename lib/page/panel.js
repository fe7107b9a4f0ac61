// panel.js - one axes: its frame, marks and legend at any zoom.
//
// A view is {kx, tx, ky, ty}: where the pixels of the figure have moved; or, for a surface,
// {turn, tilt, size}.

import {pixelOf, valueAt} from "./geometry.js";
import {drawMark} from "./marks.js";
import {boundsOf, drawOperations} from "./operations.js";
import {ticksFor} from "./ticks.js";
import {textWidth} from "./text.js";

export function firstView(panel) {
  if (!panel.solid) return {kx: 1, tx: 0, ky: 1, ty: 0};
  const {turn, tilt} = panel.marks.find(mark => mark.kind === "surface");
  return {turn, tilt, size: 1};
}

export const isMoved = view => view.kx !== 1 || view.tx !== 0 || view.ky !== 1 || view.ty !== 0;

// The limits after zooming, {x: {from, to, log}, y: ...}.
export function limitsOf(panel, view) {
  const [x0, y0, x1, y1] = panel.box;
  const x = at => valueAt((at - view.tx) / view.kx, panel.x, x0, x1);
  const y = at => valueAt((at - view.ty) / view.ky, panel.y, y1, y0);
  return {x: {...panel.x, from: x(x0), to: x(x1)}, y: {...panel.y, from: y(y1), to: y(y0)}};
}

// Pixels to data; null for a surface.
export function placeOf(panel, view, x, y) {
  if (panel.solid) return null;
  const [x0, y0, x1, y1] = panel.box;
  return {x: valueAt((x - view.tx) / view.kx, panel.x, x0, x1),
    y: valueAt((y - view.ty) / view.ky, panel.y, y1, y0)};
}

// -- ticks ---------------------------------------------------------------------------

// The ticks in view: [{pixel, text}, ...], and their offset.
function ticksOf(panel, view, figure, horizontal, right = false) {
  const axis = horizontal ? panel.x : right ? panel.right : panel.y;
  const [x0, y0, x1, y1] = panel.box, unit = figure.unit;
  const limits = limitsOf(right ? {...panel, y: panel.right} : panel, view)[horizontal ? "x" : "y"];
  let ticks = axis;
  if (!axis.given) {
    const widest = Math.max(0, ...axis.text.map(text => textWidth(text, figure.sizes.tick)));
    const room = horizontal ? (x1 - x0) / unit / Math.max(70, widest + 34) : (y1 - y0) / unit / 42;
    const most = Math.max(2, Math.floor(room));
    ticks = ticksFor(axis, limits.from, limits.to, most);
  }
  const shown = ticks.at.map((value, i) => ({
    pixel: horizontal ? pixelOf(value, limits, x0, x1) : pixelOf(value, limits, y1, y0),
    text: ticks.text[i],
  })).filter(({pixel}) => horizontal ? pixel >= x0 - 1 && pixel <= x1 + 1 : pixel >= y0 - 1 && pixel <= y1 + 1);
  return Object.assign(shown, {offset: ticks.offset});
}

// Lines one pixel wide are sharp if centered on a pixel.
const sharp = pixel => Math.floor(pixel) + 0.5;

function drawGrid(painter, panel, view, figure) {
  if (!panel.grid) return;
  const [x0, y0, x1, y1] = panel.box;
  painter.color(figure.theme.grid, 1);
  painter.pen(0.9 * figure.unit, 1);
  for (const {pixel} of ticksOf(panel, view, figure, true)) painter.line([sharp(pixel), y0, sharp(pixel), y1]);
  for (const {pixel} of ticksOf(panel, view, figure, false)) painter.line([x0, sharp(pixel), x1, sharp(pixel)]);
}

function drawRight(painter, panel, ticks, figure) {
  const [, y0, x1, y1] = panel.box, {unit, sizes} = figure, size = sizes.tick * unit;
  painter.line([x1, y0, x1, y1]);
  for (const {pixel, text} of ticks) {
    painter.line([x1, sharp(pixel), x1 + sizes.length * unit, sharp(pixel)]);
    painter.text(x1 + sizes.gap * unit, pixel, {size, just: 0}, text);
  }
  if (ticks.offset) painter.text(x1, y0 - sizes.rise * unit, {size, just: 0.5}, ticks.offset);
}

function drawTicks(painter, panel, view, figure) {
  const [x0, y0, x1, y1] = panel.box, {unit, sizes} = figure;
  const length = sizes.length * unit, gap = sizes.gap * unit, size = sizes.tick * unit;
  const bare = axis => axis.given && !axis.at.length;
  painter.color(figure.theme.axis, 1);
  painter.pen(1.1 * unit, 1);
  if (!bare(panel.x)) painter.line([x0, y1, x1, y1]);
  if (!bare(panel.y)) painter.line([x0, y0, x0, y1]);
  const across = ticksOf(panel, view, figure, true), up = ticksOf(panel, view, figure, false);
  if (across.offset && panel.x.told) painter.text(x1, panel.x.offset_at, {size, just: 1}, across.offset);
  if (up.offset && panel.y.told) painter.text(x0 - gap, y0 - sizes.rise * unit, {size, just: 1}, up.offset);
  for (const {pixel, text} of across) {
    painter.line([sharp(pixel), y1, sharp(pixel), y1 + length]);
    if (!panel.x.told) continue;
    if (panel.x.turned) painter.text(pixel, y1 + gap, {size: size * panel.x.scale, just: 1, turned: true}, text);
    else painter.text(pixel, y1 + gap + size / 2, {size: size * panel.x.scale, just: 0.5}, text);
  }
  if (panel.right) drawRight(painter, panel, ticksOf(panel, view, figure, false, true), figure);
  for (const {pixel, text} of up) {
    painter.line([x0 - length, sharp(pixel), x0, sharp(pixel)]);
    if (panel.y.told) painter.text(x0 - gap, pixel, {size: size * panel.y.scale, just: 1}, text);
  }
}

// -- all -----------------------------------------------------------------------------

// What cannot be drawn is said in the figure.
function drawNotice(painter, panel, figure, unknown, moved) {
  const [x0, , , y1] = panel.box, size = 12 * figure.unit;
  const many = panel.marks.find(mark => mark.points);
  let text = "";
  if (moved && many) text = `${many.points} points: zooming shows no hidden ones`;
  if (unknown.length) text = `not drawn by this page: ${[...new Set(unknown)].join(", ")}`;
  painter.color(figure.theme.ink, 1);
  if (text) painter.text(x0 + 6, y1 - size, {size, just: 0}, text);
}

// `hidden` is a set of indices of marks; `edited` is the mark that is drawn over the figure
// meanwhile (points.js), or -1.
export function drawPanel(painter, panel, view, figure, hidden, edited) {
  const moved = !panel.solid && isMoved(view), unknown = [];
  for (const part of panel.back) {
    if (moved && part.part === "grid") drawGrid(painter, panel, view, figure);
    else drawOperations(painter, part.ops);
  }
  panel.marks.forEach((mark, i) => {
    if (!hidden.has(i) && i !== edited && !drawMark(painter, mark, panel, view, figure)) unknown.push(mark.kind);
  });
  for (const part of panel.front) {
    if (moved && part.part === "ticks") drawTicks(painter, panel, view, figure);
    else drawOperations(painter, hidden.has(part.mark) ? pale(part.ops) : part.ops);
  }
  drawNotice(painter, panel, figure, unknown, moved);
}

const pale = ops => ops.map(op => op[0] === "c" ? ["c", op[1], op[2] * 0.3] : op);

// The rows of the legend: [{mark, box, name}, ...].
export function legendEntries(panel) {
  return panel.front.filter(part => part.part === "entry" && part.mark >= 0).map(part => {
    const box = boundsOf(part.ops), text = part.ops.find(op => op[0] === "t");
    const right = text ? text[1] + textWidth(text[6], text[3]) : box[2];
    return {mark: part.mark, name: text ? text[6] : "",
      box: [box[0] - 3, Math.min(box[1], text ? text[2] - text[3] * 0.7 : box[1]),
        Math.max(box[2], right) + 3, Math.max(box[3], text ? text[2] + text[3] * 0.7 : box[3])]};
  });
}
