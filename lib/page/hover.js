// hover.js - values under the pointer, and what is drawn over the figure meanwhile.

import {CanvasPainter} from "./canvas_painter.js";
import {limitsOf, placeOf} from "./panel.js";
import {underPointer} from "./marks.js";
import {plainText} from "./text.js";

// Six digits, or as many as the visible range needs.
export function valueText(value, axis) {
  if (value === null || !isFinite(value)) return "none";
  let digits = 6;
  if (axis && !axis.log) {
    const range = Math.abs(axis.to - axis.from);
    const needed = Math.ceil(Math.log10(Math.max(Math.abs(value), range) / range)) + 4;
    digits = Math.max(4, Math.min(15, needed));
  }
  return String(Number(value.toPrecision(digits))).replace("-", "\u2212");
}

export class Hover {
  constructor(figure) {
    this.figure = figure;
    this.tip = document.createElement("div");
    this.tip.className = "mlrepl-tip";
    this.tip.hidden = true;
    this.corner = document.createElement("div");
    this.corner.className = "mlrepl-corner";
    figure.root.append(this.tip, this.corner);
    this.found = null;
    this.frame = null; // a box that is being dragged
  }

  // The nearest point is told first, then what is below the pointer.
  find(x, y) {
    const {figure} = this, index = figure.panelAt(x, y);
    if (index < 0) return null;
    const panel = figure.data.panels[index], view = figure.views[index];
    const place = placeOf(panel, view, x, y);
    let best = null;
    panel.marks.forEach((mark, i) => {
      if (figure.hidden[index].has(i)) return;
      const found = underPointer(mark, panel, view, figure.data, place, x, y);
      if (found && (!best || found.distance <= best.distance)) best = {...found, mark};
    });
    return {index, panel, view, place, best};
  }

  lines({panel, view, place, best}) {
    const limits = panel.solid ? {} : limitsOf(panel, view);
    const name = plainText(best.mark.label);
    const lines = name ? [name] : [];
    const named = (axis, value) => {
      if (!axis.given) return null;
      const i = axis.at.findIndex(at => Math.abs(at - value) < 0.5);
      return i < 0 ? null : plainText(axis.text[i]);
    };
    const add = (word, value, axis, labels) => {
      const text = (labels && named(labels, value)) || valueText(value, axis);
      lines.push(`${word} = ${text}`);
    };
    if (best.bar) {
      const [x, x2, y2, y] = best.bar, across = panel.y.given;
      const [start, end, from, to] = across ? [y2, y, x, x2] : [x, x2, y2, y];
      const axis = across ? panel.y : panel.x, label = named(axis, (start + end) / 2);
      lines.push(label || `${valueText(start)} to ${valueText(end)}`);
      lines.push(valueText(from === 0 ? to : to - from));
    } else if (best.row) {
      const x = named(panel.x, best.column), y = named(panel.y, best.row);
      lines.push(x || y ? `${y || best.row}, ${x || best.column}` : `row ${best.row}, column ${best.column}`);
      lines.push(valueText(best.z));
    } else {
      add("x", best.x, limits.x, panel.x);
      add("y", best.y, limits.y, panel.y);
      if (best.z !== undefined) add("z", best.z);
    }
    return lines;
  }

  show(x, y) {
    const found = this.find(x, y);
    this.found = found && found.best ? found : null;
    this.corner.textContent = found && found.place ? this.placeText(found) : "";
    this.tip.hidden = !this.found;
    if (this.found) {
      this.tip.textContent = this.lines(this.found).join("\n");
      this.place(...(this.found.best.at || [x, y]));
    }
    this.redraw();
  }

  placeText({panel, view, place}) {
    const limits = limitsOf(panel, view);
    return `${valueText(place.x, limits.x)}, ${valueText(place.y, limits.y)}`;
  }

  // Beside the point, on the side with more room.
  place(x, y) {
    const {scale, data} = this.figure, {style} = this.tip, GAP = 12;
    const left = x < data.width / 2, above = y > data.height / 2;
    style.left = left ? `${x * scale + GAP}px` : "";
    style.right = left ? "" : `${(data.width - x) * scale + GAP}px`;
    style.top = above ? "" : `${y * scale + GAP}px`;
    style.bottom = above ? `${(data.height - y) * scale + GAP}px` : "";
  }

  hide() {
    this.found = null;
    this.tip.hidden = true;
    this.corner.textContent = "";
    this.redraw();
  }

  redraw() {
    const {figure} = this, context = figure.over.getContext("2d", {willReadFrequently: true});
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, figure.over.width, figure.over.height);
    const painter = new CanvasPainter(context, figure.scale * figure.ratio);
    const ring = this.found && this.found.best.at;
    painter.color(figure.data.theme.ink, 1);
    if (ring) {
      painter.pen(1.5, 1);
      context.beginPath();
      context.arc(ring[0], ring[1], 6 * figure.data.unit, 0, 2 * Math.PI);
      context.stroke();
    }
    if (figure.points) figure.points.draw(painter, context);
    if (!this.frame) return;
    const [x0, y0, x1, y1] = this.frame;
    painter.color(figure.data.theme.ink, 0.1);
    painter.box(Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0), Math.abs(y1 - y0));
    painter.color(figure.data.theme.ink, 0.6);
    painter.pen(1, 1);
    painter.line([x0, y0, x1, y0, x1, y1, x0, y1, x0, y0]);
  }
}
