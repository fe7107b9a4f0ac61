// points.js - points of a figure that can be added, dragged and removed.
//
// Click on an empty place: add. Drag: move. Right click, or Delete on the chosen point:
// remove. Keys: Tab chooses the next point, arrows move it, Insert adds one in the middle.

import {inBox, pixelOf, valueAt} from "./geometry.js";
import {drawOperations} from "./operations.js";

const REACH = 9;       // pixels
const STEP = 1 / 100;  // of the range, per key

export class Points {
  // `offer` is {panel, x, y}; `changed` is called with [[x, y], ...].
  constructor(figure, offer, changed) {
    this.figure = figure;
    this.changed = changed;
    this.held = null;   // the index of the point that is being dragged
    this.chosen = null; // by the keyboard
    this.take(offer);
  }

  // What is held by the hand is newer than what the session knows.
  take(offer) {
    this.index = offer.panel || 0;
    this.mark = offer.mark === undefined ? -1 : offer.mark;
    if (this.held === null) this.list = offer.x.map((x, i) => [x, offer.y[i]]);
    this.figure.hover.redraw();
  }

  get panel() { return this.figure.data.panels[this.index]; }

  pixel([x, y]) {
    const {panel} = this, view = this.figure.views[this.index], [x0, y0, x1, y1] = panel.box;
    return [pixelOf(x, panel.x, x0, x1) * view.kx + view.tx, pixelOf(y, panel.y, y1, y0) * view.ky + view.ty];
  }

  value(px, py) {
    const {panel} = this, view = this.figure.views[this.index], [x0, y0, x1, y1] = panel.box;
    const x = valueAt((px - view.tx) / view.kx, panel.x, x0, x1);
    const y = valueAt((py - view.ty) / view.ky, panel.y, y1, y0);
    return [Number(x.toPrecision(6)), Number(y.toPrecision(6))];
  }

  near(x, y) {
    let best = null, least = REACH;
    this.list.forEach((point, i) => {
      const [px, py] = this.pixel(point), distance = Math.hypot(px - x, py - y);
      if (distance < least) [best, least] = [i, distance];
    });
    return best;
  }

  tell() {
    this.changed(this.list);
    this.figure.hover.redraw();
  }

  // One point always stays.
  remove(i) {
    if (this.list.length < 2) return;
    this.list.splice(i, 1);
    this.chosen = null;
    this.tell();
  }

  // -- the hand: true if the event was meant for a point ---------------------------------

  down(x, y, button) {
    const i = this.near(x, y);
    if (i === null) return false;
    if (button === 2) this.remove(i);
    else if (button === 0) this.held = this.chosen = i;
    return true;
  }

  move(x, y) {
    if (this.held === null) return false;
    const [x0, y0, x1, y1] = this.panel.box;
    this.list[this.held] = this.value(Math.max(x0, Math.min(x1, x)), Math.max(y0, Math.min(y1, y)));
    this.tell();
    return true;
  }

  up() {
    const held = this.held !== null;
    this.held = null;
    return held;
  }

  click(x, y, button) {
    if (button !== 0 || !inBox(this.panel.box, x, y)) return false;
    this.list.push(this.value(x, y));
    this.chosen = this.list.length - 1;
    this.tell();
    return true;
  }

  key(name) {
    const {panel} = this, n = this.list.length;
    if (name === "Insert") {
      const [x0, y0, x1, y1] = panel.box;
      return this.click((x0 + x1) / 2, (y0 + y1) / 2, 0);
    }
    if (name === "Tab") {
      if (!n || this.chosen === n - 1) {
        this.chosen = null;
        this.figure.hover.redraw();
        return false; // on to the next element of the page
      }
      this.chosen = this.chosen === null ? 0 : this.chosen + 1;
      this.figure.hover.redraw();
      return true;
    }
    if (this.chosen === null || this.chosen >= n) return false;
    if (name === "Delete" || name === "Backspace") {
      this.remove(this.chosen);
      return true;
    }
    const [dx, dy] = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]}[name] || [0, 0];
    if (!dx && !dy) return false;
    const [px, py] = this.pixel(this.list[this.chosen]), [x0, y0, x1, y1] = panel.box;
    this.list[this.chosen] = this.value(px + dx * (x1 - x0) * STEP, py + dy * (y1 - y0) * STEP);
    this.tell();
    return true;
  }

  drawMarkers(painter) {
    const mark = this.panel.marks[this.mark];
    const inside = this.list.map(point => this.pixel(point)).filter(at => inBox(this.panel.box, ...at));
    if (!mark || !mark.marker) return;
    painter.stamps(inside.flat(), 0, p => mark.marker.forEach(part => drawOperations(p, part.ops)));
  }

  // The points as they are in the hand, each with a ring.
  draw(painter, context) {
    const {theme, unit} = this.figure.data;
    this.drawMarkers(painter);
    painter.color(theme.ink, 1);
    this.list.forEach((point, i) => {
      const [x, y] = this.pixel(point);
      if (!inBox(this.panel.box, x, y)) return;
      painter.pen(i === this.chosen ? 2.5 : 1.2, 1);
      context.beginPath();
      context.arc(x, y, 7 * unit, 0, 2 * Math.PI);
      context.stroke();
    });
  }
}

export const canEdit = (figure, index) =>
  Boolean(figure.points) && figure.points.index === index && !figure.data.panels[index].solid;
