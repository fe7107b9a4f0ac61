// operations.js - repeats recorded drawing operations (src/plot/web/record.h).

import {clippedLine, clippedPolygon, grownBox, isInside} from "./geometry.js";

const STILL = {kx: 1, tx: 0, ky: 1, ty: 0};

// Coordinates after zooming; sizes and widths stay.
function moved(points, start, view) {
  const result = new Array(points.length - start);
  for (let i = start; i < points.length; i += 2) {
    result[i - start] = points[i] * view.kx + view.tx;
    result[i - start + 1] = points[i + 1] * view.ky + view.ty;
  }
  return result;
}

// Draws the operations. With a `box` everything is clipped to it, and `view` moves it;
// without, coordinates are those of the page.
export function drawOperations(painter, ops, box, view = STILL) {
  const near = box && grownBox(box, 200);
  let color = ["#000", 1], pen = [1, 1];
  const restore = () => {
    painter.color(...color);
    painter.pen(...pen);
  };
  if (box) painter.clip(box);
  restore();
  for (const op of ops) {
    switch (op[0]) {
    case "c":
      color = [op[1], op[2]];
      painter.color(...color);
      break;
    case "p":
      pen = [op[1], op[2]];
      painter.pen(...pen);
      break;
    case "l": {
      const points = moved(op, 1, view);
      if (near) clippedLine(near, points, piece => painter.line(piece));
      else painter.line(points);
      break;
    }
    case "f": {
      const points = moved(op, 2, view);
      painter.polygon(near && !isInside(near, points) ? clippedPolygon(near, points) : points, op[1]);
      painter.pen(...pen);
      break;
    }
    case "d":
      painter.dot(op[1] * view.kx + view.tx, op[2] * view.ky + view.ty, op[3]);
      break;
    case "t":
      painter.text(op[1] * view.kx + view.tx, op[2] * view.ky + view.ty,
        {size: op[3], just: op[4], bold: (op[5] & 1) !== 0, turned: (op[5] & 2) !== 0}, op[6]);
      break;
    }
  }
  if (box) painter.clip(null);
}

// The box around the operations, without texts' widths; null: there are none.
export function boundsOf(ops) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const add = (x, y, half = 0) => {
    box[0] = Math.min(box[0], x - half);
    box[1] = Math.min(box[1], y - half);
    box[2] = Math.max(box[2], x + half);
    box[3] = Math.max(box[3], y + half);
  };
  for (const op of ops) {
    if (op[0] === "d") add(op[1], op[2], op[3] / 2);
    if (op[0] === "t") add(op[1], op[2], op[3] / 2);
    const start = op[0] === "l" ? 1 : op[0] === "f" ? 2 : op.length;
    for (let i = start; i < op.length; i += 2) add(op[i], op[i + 1]);
  }
  return box[0] <= box[2] ? box : null;
}
