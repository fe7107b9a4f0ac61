// figure.js - draws a figure into an element of a page: draw(element, figure, options).
//
// `figure` is the JSON of src/plot/web/web_figure.h. The result is an object with
// update(figure), which keeps the zoom; png(), a promise of a Blob; svg(), a text; and
// remove(). Options: `most`, the largest scale (2); `send(event)`, where clicks and edited
// points go; `calm`: the wheel zooms only after a click into the figure.

import {CanvasPainter} from "./canvas_painter.js";
import {Gestures} from "./gestures.js";
import {Hover} from "./hover.js";
import {inBox} from "./geometry.js";
import {drawOperations} from "./operations.js";
import {drawPanel, firstView, legendEntries, placeOf} from "./panel.js";
import {canEdit} from "./points.js";
import {SvgPainter} from "./svg_painter.js";
import {plainText} from "./text.js";
import {Tools} from "./tools.js";

const TOOLS = 26; // pixels above the figure for its buttons

// Paints a figure; without views and hidden marks, as it is at first.
export function paintFigure(painter, data, views, hidden, points) {
  painter.color(data.theme.page, 1);
  painter.box(0, 0, data.width, data.height);
  data.panels.forEach((panel, i) => drawPanel(painter, panel, views ? views[i] : firstView(panel), data,
    hidden ? hidden[i] : new Set(), points && points.index === i ? points.mark : -1));
  for (const part of data.front) drawOperations(painter, part.ops);
}

export class Figure {
  constructor(element, data, options) {
    this.element = element;
    this.options = {most: 2, send: () => {}, ...options};
    this.root = document.createElement("div");
    this.root.className = "mlrepl-figure";
    this.root.innerHTML = '<canvas class="mlrepl-picture" tabindex="0" role="img"></canvas>' +
      '<canvas class="mlrepl-over"></canvas>';
    [this.picture, this.over] = this.root.children;
    element.append(this.root);
    this.points = null; // that are edited, see points.js
    this.grip = null;   // function(kind, text) that gets the mouse, see controls.js
    this.take(data);
    this.hover = new Hover(this);
    this.tools = new Tools(this);
    this.gestures = new Gestures(this);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(element);
    this.resize();
  }

  take(data) {
    const same = this.data && this.data.panels.length === data.panels.length &&
      this.data.panels.every((panel, i) => panel.solid === data.panels[i].solid);
    this.data = data;
    if (!same) {
      this.views = data.panels.map(firstView);
      this.hidden = data.panels.map(() => new Set());
    }
    this.entries = data.panels.map(legendEntries);
    this.root.style.setProperty("--page", data.theme.page);
    this.root.style.setProperty("--ink", data.theme.ink);
    this.root.style.setProperty("--grid", data.theme.grid);
    this.picture.setAttribute("aria-label", this.description());
  }

  update(data) {
    this.take(data);
    this.hover.hide();
    this.resize();
  }

  description() {
    const of = panel => [panel.title, panel.ylabel && `y: ${panel.ylabel}`, panel.xlabel && `x: ${panel.xlabel}`,
      panel.marks.map(mark => plainText(mark.label) || mark.kind).join(", ")].filter(Boolean).join("; ");
    return [this.data.title, ...this.data.panels.map(of)].filter(Boolean).join(". ");
  }

  // As large as the element, but at most `most` times its own size.
  resize() {
    const {width, height} = this.data;
    const wide = this.element.clientWidth || width;
    const high = this.element.clientHeight - TOOLS > 0 ? this.element.clientHeight - TOOLS : Infinity;
    this.scale = Math.max(0.1, Math.min(wide / width, high / height, this.options.most));
    this.ratio = window.devicePixelRatio || 1;
    for (const canvas of [this.picture, this.over]) {
      canvas.width = Math.round(width * this.scale * this.ratio);
      canvas.height = Math.round(height * this.scale * this.ratio);
      canvas.style.width = `${width * this.scale}px`;
      canvas.style.height = `${height * this.scale}px`;
    }
    this.root.style.width = `${width * this.scale}px`;
    this.root.style.height = `${height * this.scale}px`;
    this.redraw();
  }

  paint(painter) { paintFigure(painter, this.data, this.views, this.hidden); }

  redraw() {
    this.asked = false;
    const context = this.picture.getContext("2d", {willReadFrequently: true});
    paintFigure(new CanvasPainter(context, this.scale * this.ratio), this.data, this.views, this.hidden,
      this.points);
    if (this.hover) this.hover.redraw();
  }

  // At most once per frame of the screen.
  ask() {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => this.asked && this.redraw());
  }

  // -- places ------------------------------------------------------------------------

  // The pixel of the figure under a pointer event.
  pixel(event) {
    const frame = this.picture.getBoundingClientRect();
    return [(event.clientX - frame.left) / this.scale, (event.clientY - frame.top) / this.scale];
  }

  // The index of the axes there; -1: none.
  panelAt(x, y) { return this.data.panels.findIndex(panel => inBox(panel.box, x, y)); }

  entryAt(x, y) {
    for (let i = 0; i < this.entries.length; i++) {
      const entry = this.entries[i].find(({box}) => inBox(box, x, y));
      if (entry) return {panel: i, ...entry};
    }
    return null;
  }

  // -- changes -----------------------------------------------------------------------

  // Axes that share limits move together.
  setView(index, view) {
    const [shareX, shareY] = this.data.share;
    this.views = this.views.map((old, i) => {
      if (i === index) return view;
      if (this.data.panels[i].solid || this.data.panels[index].solid) return old;
      return this.carried(old, view, index, i, shareX, shareY);
    });
    this.ask();
  }

  carried(old, view, from, to, shareX, shareY) {
    const a = this.data.panels[from].box, b = this.data.panels[to].box, result = {...old};
    if (shareX) {
      result.kx = view.kx;
      result.tx = b[0] + ((view.tx + view.kx * a[0]) - a[0]) * (b[2] - b[0]) / (a[2] - a[0]) - view.kx * b[0];
    }
    if (shareY) {
      result.ky = view.ky;
      result.ty = b[1] + ((view.ty + view.ky * a[1]) - a[1]) * (b[3] - b[1]) / (a[3] - a[1]) - view.ky * b[1];
    }
    return result;
  }

  reset() {
    this.views = this.data.panels.map(firstView);
    this.ask();
  }

  // A click on an axes; `place` is in data, null on a surface.
  clicked(panel, x, y, event) {
    if (canEdit(this, panel) && this.points.click(x, y, event.button)) return;
    const place = placeOf(this.data.panels[panel], this.views[panel], x, y);
    if (event.button === 0) this.options.send({kind: "click", panel, place});
  }

  // Points that can be edited (points.js); null: none.
  setPoints(points) {
    if (points === this.points) return;
    this.points = points;
    this.ask();
  }

  toggle(panel, mark) {
    const hidden = this.hidden[panel];
    if (!hidden.delete(mark)) hidden.add(mark);
    this.ask();
  }

  // -- files -------------------------------------------------------------------------

  // At twice the figure's own size, as it looks now.
  png() {
    const SCALE = 2, canvas = document.createElement("canvas");
    canvas.width = this.data.width * SCALE;
    canvas.height = this.data.height * SCALE;
    this.paint(new CanvasPainter(canvas.getContext("2d", {willReadFrequently: true}), SCALE));
    return new Promise(resolve => canvas.toBlob(resolve, "image/png"));
  }

  svg() {
    const painter = new SvgPainter(this.data.width, this.data.height);
    this.paint(painter);
    return painter.finish();
  }

  remove() {
    this.observer.disconnect();
    this.root.remove();
  }
}

export function draw(element, data, options = {}) {
  return new Figure(element, data, options);
}
