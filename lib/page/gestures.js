// gestures.js - wheel, mouse, fingers and keys: zoom, pan, turn, reset, legend entries.
//
// Wheel: zoom (Shift: only x, Alt: only y). Drag: zoom to a box, or pan with Shift, with
// the middle button, or if `mode` says so; a surface turns. Double click or 0: reset.

import {clamp} from "./geometry.js";
import {placeOf} from "./panel.js";
import {canEdit} from "./points.js";

const WHEEL = 0.0015; // change of the zoom per pixel of the wheel
const MOST = 1e6;     // largest zoom
const LEAST = 0.05;
const CLICK = 4;      // pixels that a click may move
const TURN = 0.5;     // degrees per pixel
const REST = 250;     // milliseconds

// The view after zooming by factors around a pixel.
export function zoomed(view, fx, fy, x, y) {
  const kx = clamp(view.kx * fx, LEAST, MOST), ky = clamp(view.ky * fy, LEAST, MOST);
  return {kx, tx: x - (x - view.tx) * kx / view.kx, ky, ty: y - (y - view.ty) * ky / view.ky};
}

export const panned = (view, dx, dy) => ({...view, tx: view.tx + dx, ty: view.ty + dy});

export const turned = (view, dx, dy) =>
  ({...view, quick: true, turn: view.turn - dx * TURN, tilt: clamp(view.tilt + dy * TURN, 0, 90)});

export const sized = (view, factor) => ({...view, quick: true, size: clamp(view.size * factor, 0.3, 10)});

export class Gestures {
  constructor(figure) {
    this.figure = figure;
    this.pointers = new Map(); // by id: the last pixel
    this.drag = null;
    const canvas = figure.picture, on = (name, body, options) =>
      canvas.addEventListener(name, body.bind(this), options);
    on("wheel", this.wheel, {passive: false});
    on("pointerdown", this.down);
    on("pointermove", this.move);
    on("pointerup", this.up);
    on("pointercancel", this.cancel);
    on("pointerleave", () => this.drag || figure.hover.hide());
    on("dblclick", this.doubleClick);
    on("keydown", this.key);
    on("contextmenu", event => (this.figure.points || this.figure.grip) && event.preventDefault());
  }

  change(index, body) {
    this.figure.setView(index, body(this.figure.views[index]));
    clearTimeout(this.rest);
    if (this.figure.views[index].quick) this.rest = setTimeout(() => this.settle(index), REST);
  }

  // Draws a surface completely when it rests.
  settle(index) {
    const {figure} = this, view = figure.views[index];
    if (view) figure.setView(index, {...view, quick: false});
  }

  wheel(event) {
    const {figure} = this, [x, y] = figure.pixel(event), index = figure.panelAt(x, y);
    if (index < 0 || figure.options.calm && document.activeElement !== figure.picture) return;
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 20 : 1;
    const factor = Math.exp(-clamp((event.deltaY || event.deltaX) * lines, -400, 400) * WHEEL);
    this.zoom(index, factor, x, y, event.shiftKey, event.altKey);
    figure.hover.show(x, y);
  }

  zoom(index, factor, x, y, onlyX, onlyY) {
    const panel = this.figure.data.panels[index];
    if (panel.solid) this.change(index, view => sized(view, factor));
    else this.change(index, view => zoomed(view, onlyY ? 1 : factor, onlyX ? 1 : factor, x, y));
  }

  down(event) {
    const {figure} = this, [x, y] = figure.pixel(event), index = figure.panelAt(x, y);
    const entry = figure.entryAt(x, y);
    this.pointers.set(event.pointerId, [x, y]);
    if (entry && event.button === 0) {
      this.drag = {kind: "entry", entry};
      return;
    }
    if (index < 0 || this.pointers.size > 2) return;
    if (canEdit(figure, index) && figure.points.down(x, y, event.button)) {
      figure.picture.setPointerCapture(event.pointerId);
      this.drag = {kind: "point", index};
      return;
    }
    figure.picture.setPointerCapture(event.pointerId);
    if (this.pointers.size === 2) {
      this.cancelFrame();
      this.drag = {kind: "pinch", index};
      return;
    }
    if (figure.grip && !event.shiftKey && event.button !== 1 && !figure.data.panels[index].solid) {
      this.drag = {kind: "grip", index, button: event.button === 2 ? 3 : 1};
      this.tell("press", x, y);
      return;
    }
    const pan = event.shiftKey || event.button === 1 || event.pointerType === "touch" ||
      figure.tools.mode === "pan";
    const kind = figure.data.panels[index].solid ? "turn" : pan ? "pan" : "box";
    this.drag = {kind, index, start: [x, y], moved: false};
    if (event.button === 1) event.preventDefault();
  }

  move(event) {
    const {figure, drag} = this, [x, y] = figure.pixel(event);
    const last = this.pointers.get(event.pointerId);
    if (!drag || !last) {
      figure.picture.style.cursor = figure.entryAt(x, y) ? "pointer" : "";
      figure.hover.show(x, y);
      return;
    }
    if (drag.kind === "pinch") this.pinch(event.pointerId, [x, y]);
    this.pointers.set(event.pointerId, [x, y]);
    if (drag.kind === "point") figure.points.move(x, y);
    if (drag.kind === "grip") this.tell("drag", x, y);
    if (["pinch", "entry", "point", "grip"].includes(drag.kind)) return;
    if (!drag.moved && Math.hypot(x - drag.start[0], y - drag.start[1]) < CLICK) return;
    drag.moved = true;
    figure.hover.hide();
    if (drag.kind === "pan") this.change(drag.index, view => panned(view, x - last[0], y - last[1]));
    if (drag.kind === "turn") this.change(drag.index, view => turned(view, x - last[0], y - last[1]));
    if (drag.kind === "box") this.frame([...drag.start, x, y]);
  }

  // Hands an event to the session, in data.
  tell(kind, x, y, drag = this.drag) {
    const NEAR = 9, {figure} = this, {index, button} = drag;
    const panel = figure.data.panels[index], view = figure.views[index], [x0, y0, x1, y1] = panel.box;
    const at = placeOf(panel, view, clamp(x, x0, x1), clamp(y, y0, y1));
    const by = placeOf(panel, view, clamp(x, x0, x1) + NEAR, clamp(y, y0, y1) + NEAR);
    const numbers = [at.x, at.y, Math.abs(by.x - at.x), Math.abs(by.y - at.y)];
    if (!figure.grip || !numbers.every(isFinite)) return;
    figure.grip(kind, `${index + 1} ${numbers.map(n => Number(n.toPrecision(7))).join(" ")} ${button}`);
  }

  // Two fingers zoom around the middle between them.
  pinch(id, now) {
    const other = [...this.pointers].find(([key]) => key !== id);
    if (!other) return;
    const before = this.pointers.get(id), still = other[1];
    const distance = p => Math.max(10, Math.hypot(p[0] - still[0], p[1] - still[1]));
    const factor = distance(now) / distance(before);
    this.zoom(this.drag.index, factor, (now[0] + still[0]) / 2, (now[1] + still[1]) / 2);
    if (this.figure.data.panels[this.drag.index].solid) return;
    this.change(this.drag.index, view => panned(view, (now[0] - before[0]) / 2, (now[1] - before[1]) / 2));
  }

  frame(box) {
    const [x0, y0, x1, y1] = this.figure.data.panels[this.drag.index].box;
    this.figure.hover.frame = [box[0], box[1], clamp(box[2], x0, x1), clamp(box[3], y0, y1)];
    this.figure.hover.redraw();
  }

  cancelFrame() {
    this.figure.hover.frame = null;
    this.figure.hover.redraw();
  }

  up(event) {
    const {figure, drag} = this, [x, y] = figure.pixel(event);
    this.pointers.delete(event.pointerId);
    if (!drag || this.pointers.size) return;
    this.drag = null;
    if (drag.kind === "entry") {
      const entry = figure.entryAt(x, y);
      if (entry && entry.mark === drag.entry.mark) figure.toggle(entry.panel, entry.mark);
      return;
    }
    if (drag.kind === "point") figure.points.up();
    if (drag.kind === "grip") this.tell("release", x, y, drag);
    if (["pinch", "point", "grip"].includes(drag.kind)) return;
    if (!drag.moved) figure.clicked(drag.index, x, y, event);
    else if (drag.kind === "box") this.zoomToFrame(drag.index);
    this.cancelFrame();
  }

  cancel(event) {
    this.pointers.delete(event.pointerId);
    this.drag = null;
    this.cancelFrame();
  }

  // A box that is flat zooms in one direction. Equal units stay equal.
  zoomToFrame(index) {
    const FLAT = 8, panel = this.figure.data.panels[index], [x0, y0, x1, y1] = panel.box;
    const [a, b, c, d] = this.figure.hover.frame;
    const wide = Math.abs(c - a), high = Math.abs(d - b);
    let fx = wide < FLAT ? 1 : (x1 - x0) / wide, fy = high < FLAT ? 1 : (y1 - y0) / high;
    if (panel.equal) fx = fy = Math.min(wide < FLAT ? fy : fx, high < FLAT ? fx : fy);
    const toX = fx === 1 ? (x0 + x1) / 2 : (a + c) / 2, toY = fy === 1 ? (y0 + y1) / 2 : (b + d) / 2;
    this.change(index, view => panned(zoomed(view, fx, fy, toX, toY), (x0 + x1) / 2 - toX, (y0 + y1) / 2 - toY));
  }

  doubleClick(event) {
    const [x, y] = this.figure.pixel(event);
    if (!this.figure.entryAt(x, y) && !this.figure.points && !this.figure.grip) this.figure.reset();
  }

  // The keys act on the first axes, or on the one under the pointer.
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const {figure} = this, index = figure.hover.found ? figure.hover.found.index : 0;
    const panel = figure.data.panels[index], [x0, y0, x1, y1] = panel.box, STEP = 40;
    const move = (dx, dy) => this.change(index, view =>
      panel.solid ? turned(view, -dx / 4, -dy / 4) : panned(view, dx, dy));
    const middle = [(x0 + x1) / 2, (y0 + y1) / 2];
    const actions = {
      "+": () => this.zoom(index, 1.25, ...middle), "=": () => this.zoom(index, 1.25, ...middle),
      "-": () => this.zoom(index, 0.8, ...middle),
      ArrowLeft: () => move(STEP, 0), ArrowRight: () => move(-STEP, 0),
      ArrowUp: () => move(0, STEP), ArrowDown: () => move(0, -STEP),
      0: () => figure.reset(), Home: () => figure.reset(),
    };
    if (canEdit(figure, figure.points ? figure.points.index : index) && figure.points.key(event.key)) {
      event.preventDefault();
      return;
    }
    const entry = /^[1-9]$/.test(event.key) && figure.entries[index][Number(event.key) - 1];
    if (entry) figure.toggle(index, entry.mark);
    else if (Object.hasOwn(actions, event.key)) actions[event.key]();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
