// svg_painter.js - the methods of CanvasPainter, for a text in SVG.

import {BASELINE, dashOf} from "./canvas_painter.js";
import {FAMILY, runRise, runSize, runsOf} from "./text.js";

const short = x => String(Math.round(x * 100) / 100);

const escapedXml = text => text.replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`);

export class SvgPainter {
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.parts = [];
    this.clips = 0;
    this.shapes = 0;
    this.open = false;
    this.color("#000", 1);
    this.pen(1, 1);
  }

  put(text) { this.parts.push(text); }

  clip(box) {
    if (this.open) this.put("</g>");
    this.open = Boolean(box);
    if (!box) return;
    const [x0, y0, x1, y1] = box;
    const id = `clip${++this.clips}`;
    this.put(`<clipPath id="${id}"><rect x="${short(x0)}" y="${short(y0)}" width="${short(x1 - x0)}" ` +
      `height="${short(y1 - y0)}"/></clipPath><g clip-path="url(#${id})">`);
  }

  color(color, alpha) {
    this.fill = `fill="${color}"` + (alpha < 1 ? ` fill-opacity="${short(alpha)}"` : "");
    this.stroke = `fill="none" stroke="${color}"` +
      (alpha < 1 ? ` stroke-opacity="${short(alpha)}"` : "");
    this.rim = `fill="${color}" stroke="${color}"` + (alpha < 1 ? ` opacity="${short(alpha)}"` : "");
  }

  pen(width, line) {
    const dash = dashOf(width, line);
    this.width_ = `stroke-width="${short(width)}"` +
      (dash.length ? ` stroke-dasharray="${dash.map(short).join(" ")}"` : "");
  }

  points(points) { return points.map(short).join(" "); }

  line(points) { this.put(`<polyline points="${this.points(points)}" ${this.stroke} ${this.width_}/>`); }

  polygon(points, rim) {
    if (points.length < 6) return;
    const look = rim < 0.1 ? this.fill : `${this.rim} stroke-width="${short(rim)}"`;
    this.put(`<polygon points="${this.points(points)}" ${look}/>`);
  }

  box(x, y, wide, high) {
    this.put(`<rect x="${short(x)}" y="${short(y)}" width="${short(wide)}" height="${short(high)}" ` +
      `${this.fill}/>`);
  }

  picture(source, x, y, wide, high) {
    this.put(`<image href="${source.toDataURL()}" x="${short(x)}" y="${short(y)}" width="${short(wide)}" ` +
      `height="${short(high)}" preserveAspectRatio="none" style="image-rendering: pixelated"/>`);
  }

  dot(x, y, diameter) {
    this.put(`<circle cx="${short(x)}" cy="${short(y)}" r="${short(diameter / 2)}" ${this.fill}/>`);
  }

  text(x, y, how, escaped) {
    const turn = how.turned ? ` rotate(-90)` : "";
    const anchor = ["start", "middle", "end"][Math.round(how.just * 2)];
    let before = 0;
    const spans = runsOf(escaped).map(run => {
      const rise = runRise(how.size, run.level);
      const dy = before - rise;
      before = rise;
      return `<tspan dy="${short(dy)}" font-size="${short(runSize(how.size, run.level))}">` +
        `${escapedXml(run.text)}</tspan>`;
    });
    this.put(`<text transform="translate(${short(x)} ${short(y)})${turn}" y="${short(how.size * BASELINE)}" ` +
      `text-anchor="${anchor}"${how.bold ? ' font-weight="bold"' : ""} ${this.fill}>${spans.join("")}</text>`);
  }

  // One shape, used at each position.
  stamps(positions, _radius, draw) {
    const id = `shape${++this.shapes}`;
    this.put(`<defs><g id="${id}">`);
    draw(this);
    this.put("</g></defs>");
    for (let i = 0; i < positions.length; i += 2) {
      this.put(`<use href="#${id}" x="${short(positions[i])}" y="${short(positions[i + 1])}"/>`);
    }
  }

  finish() {
    this.clip(null);
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${this.width}" height="${this.height}" ` +
      `viewBox="0 0 ${this.width} ${this.height}" font-family='${FAMILY}' stroke-linecap="round" ` +
      `stroke-linejoin="round" xml:space="preserve">\n${this.parts.join("\n")}\n</svg>\n`;
  }
}
