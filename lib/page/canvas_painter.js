// canvas_painter.js - draws on a <canvas>. SvgPainter has the same methods.

import {fontOf, runRise, runSize, runsOf, textWidth} from "./text.js";

// In half line widths, as in src/plot/plplot/plplot.c: none, "-", "--", ":", "-.".
export const DASHES = [[], [], [7, 5], [1, 4], [7, 4, 1, 4]];

export const dashOf = (width, line) => DASHES[line].map(n => n * Math.max(1, width) * 0.5);

// [left, top, width, height] of four points with upright sides; null: another shape.
function rectangleOf(points) {
  if (points.length !== 8) return null;
  const [x0, y0, x1, y1, x2, y2, x3, y3] = points;
  const upright = (y0 === y1 && x1 === x2 && y2 === y3 && x3 === x0) ||
    (x0 === x1 && y1 === y2 && x2 === x3 && y3 === y0);
  return upright ? [Math.min(x0, x2), Math.min(y0, y2), Math.abs(x2 - x0), Math.abs(y2 - y0)] : null;
}

// A cell with edges moved outwards, which is several times as fast as a stroke around it.
// Corners stay within twice that distance; a cell seen edge-on is as it was.
function grownCell(points, by) {
  let area = 0;
  for (let i = 0; i < 8; i += 2) {
    const j = (i + 2) % 8;
    area += points[i] * points[j + 1] - points[j] * points[i + 1];
  }
  if (Math.abs(area) < 0.02) return points;
  const side = area < 0 ? -by : by, result = new Array(8);
  for (let i = 0; i < 8; i += 2) {
    const before = (i + 6) % 8, after = (i + 2) % 8;
    const ax = points[i] - points[before], ay = points[i + 1] - points[before + 1];
    const bx = points[after] - points[i], by_ = points[after + 1] - points[i + 1];
    const a = Math.hypot(ax, ay) || 1, b = Math.hypot(bx, by_) || 1;
    // The sum of the normals, scaled so that both edges move by the distance.
    const nx = ay / a + by_ / b, ny = -(ax / a + bx / b);
    const scale = side * 2 / Math.max(nx * nx + ny * ny, 1);
    result[i] = points[i] + nx * scale;
    result[i + 1] = points[i + 1] + ny * scale;
  }
  return result;
}

// More markers than this are copies of one picture.
const MANY = 1000;

export class CanvasPainter {
  // `scale`: pixels of the canvas per pixel of the figure.
  constructor(context, scale) {
    this.context = context;
    this.scale = scale;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.lineCap = context.lineJoin = "round";
    context.save();
  }

  clip(box) {
    const c = this.context;
    c.restore();
    c.save();
    if (!box) return;
    c.beginPath();
    c.rect(box[0], box[1], box[2] - box[0], box[3] - box[1]);
    c.clip();
  }

  // Sets color, width and dashes again: clip() forgets them.
  color(color, alpha) {
    const c = this.context;
    c.fillStyle = c.strokeStyle = color;
    c.globalAlpha = alpha;
  }

  pen(width, line) {
    this.context.lineWidth = width;
    this.context.setLineDash(dashOf(width, line));
  }

  path(points) {
    const c = this.context;
    c.beginPath();
    c.moveTo(points[0], points[1]);
    for (let i = 2; i < points.length; i += 2) c.lineTo(points[i], points[i + 1]);
  }

  line(points) {
    this.path(points);
    this.context.stroke();
  }

  // An outline of width `rim` hides the seams between neighbors.
  polygon(points, rim) {
    if (points.length < 6) return;
    const rectangle = !this.stamping && rim < 0.1 && rectangleOf(points);
    if (rectangle) {
      this.box(...rectangle);
      return;
    }
    this.path(points.length === 8 && rim >= 0.1 ? grownCell(points, rim / 2) : points);
    this.context.fill();
    if (rim < 0.1 || points.length === 8) return;
    this.context.closePath();
    this.context.lineWidth = rim;
    this.context.setLineDash([]);
    this.context.stroke();
  }

  // With edges between pixels of the canvas, so that neighbors leave no seam.
  box(x, y, wide, high) {
    const snap = at => Math.round(at * this.scale) / this.scale;
    const left = snap(x), top = snap(y);
    this.context.fillRect(left, top, snap(x + wide) - left, snap(y + high) - top);
  }

  // A canvas with one pixel per cell.
  picture(source, x, y, wide, high) {
    this.context.imageSmoothingEnabled = false;
    this.context.globalAlpha = 1;
    this.context.drawImage(source, x, y, wide, high);
  }

  dot(x, y, diameter) {
    const c = this.context;
    c.beginPath();
    c.arc(x, y, diameter / 2, 0, 2 * Math.PI);
    c.fill();
  }

  // The middle of the letters without descenders is at y, as in PLplot.
  text(x, y, how, escaped) {
    const c = this.context;
    c.save();
    c.translate(x, y);
    if (how.turned) c.rotate(-Math.PI / 2);
    c.textBaseline = "alphabetic";
    let at = -how.just * textWidth(escaped, how.size, how.bold);
    for (const run of runsOf(escaped)) {
      c.font = fontOf(runSize(how.size, run.level), how.bold);
      c.fillText(run.text, at, how.size * BASELINE - runRise(how.size, run.level));
      at += c.measureText(run.text).width;
    }
    c.restore();
  }

  // Draws `draw(painter)`, which paints around 0, 0, at each position.
  stamps(positions, radius, draw) {
    const c = this.context;
    if (positions.length < 2 * MANY) {
      this.stamping = true; // positions are not on pixels of the canvas
      for (let i = 0; i < positions.length; i += 2) {
        c.save();
        c.translate(positions[i], positions[i + 1]);
        draw(this);
        c.restore();
      }
      this.stamping = false;
      return;
    }
    stampAll(c, makeStamp(radius, this.scale, draw), positions, this.scale);
  }
}

// The picture of one marker: its pixels, relative to its middle, with colors multiplied by
// alpha, and `rest`, the part of the background that shines through.
function makeStamp(radius, scale, draw) {
  const half = Math.ceil(radius * scale) + 1, side = 2 * half;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const painter = new CanvasPainter(canvas.getContext("2d", {willReadFrequently: true}), scale);
  painter.context.setTransform(scale, 0, 0, scale, half, half);
  draw(painter);
  const {data} = painter.context.getImageData(0, 0, side, side);
  const pixels = [];
  for (let i = 0; i < side * side; i++) {
    const alpha = data[4 * i + 3];
    if (!alpha) continue;
    pixels.push({dx: i % side - half, dy: Math.floor(i / side) - half, rest: 1 - alpha / 255,
      color: [0, 1, 2].map(k => data[4 * i + k] * alpha / 255)});
  }
  return {half, pixels};
}

// Paints the picture at each position, over opaque pixels. Where no graphics card helps,
// this loop is ten times as fast as drawImage for each.
function stampAll(context, {half, pixels}, positions, scale) {
  const {width, height} = context.canvas, stride = 4 * width, n = pixels.length;
  const image = context.getImageData(0, 0, width, height), {data} = image;
  const offsets = new Int32Array(n), rests = new Float32Array(n), colors = new Float32Array(3 * n);
  pixels.forEach((p, i) => {
    offsets[i] = p.dy * stride + 4 * p.dx;
    rests[i] = p.rest;
    colors.set(p.color, 3 * i);
  });
  for (let k = 0; k < positions.length; k += 2) {
    const x = Math.round(positions[k] * scale), y = Math.round(positions[k + 1] * scale);
    if (x < half || y < half || x >= width - half || y >= height - half) continue;
    const at = y * stride + 4 * x;
    for (let i = 0, c = 0; i < n; i++, c += 3) {
      const to = at + offsets[i], rest = rests[i];
      data[to] = data[to] * rest + colors[c];
      data[to + 1] = data[to + 1] * rest + colors[c + 1];
      data[to + 2] = data[to + 2] * rest + colors[c + 2];
    }
  }
  context.putImageData(image, 0, 0);
}

export const BASELINE = 0.36; // below the middle, in sizes of the text
