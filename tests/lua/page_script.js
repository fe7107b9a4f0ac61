// page_script.js - runs in a page saved by page_script.lua, which reads the result from the
// document: one line per case, "ok NAME" or "FAILED NAME: why".
"use strict";

const results = [];

function check(name, body) {
  try {
    figure.reset();
    figure.redraw();
    body();
    results.push("ok " + name);
  } catch (error) {
    results.push(`FAILED ${name}: ${error.message} ${error.stack}`);
  }
}

function equal(got, expected, what = "") {
  if (got !== expected) throw new Error(`${what}got ${got}, expected ${expected}`);
}

function near(got, expected, tolerance = 1e-9) {
  if (!(Math.abs(got - expected) <= tolerance)) throw new Error(`got ${got}, expected ${expected}`);
}

// -- the hand ------------------------------------------------------------------------

function at(x, y) {
  const frame = figure.picture.getBoundingClientRect();
  return {clientX: frame.left + x * figure.scale, clientY: frame.top + y * figure.scale};
}

// The pixel of the figure that a mouse event at x, y has: its coordinates are whole.
function whole(x, y) {
  const {clientX, clientY} = new MouseEvent("click", at(x, y));
  return figure.pixel({clientX, clientY});
}

function wheel(x, y, deltaY, more) {
  figure.picture.dispatchEvent(new WheelEvent("wheel", {...at(x, y), deltaY, cancelable: true, ...more}));
  figure.redraw();
}

// A synthetic pointer cannot be captured.
figure.picture.setPointerCapture = () => {};

function pointer(name, x, y, more) {
  figure.picture.dispatchEvent(new PointerEvent(name, {...at(x, y), pointerId: 1, button: 0,
    pointerType: "mouse", ...more}));
}

function drag(x0, y0, x1, y1, more) {
  pointer("pointerdown", x0, y0, more);
  pointer("pointermove", (x0 + x1) / 2, (y0 + y1) / 2, more);
  pointer("pointermove", x1, y1, more);
  pointer("pointerup", x1, y1, more);
  figure.redraw();
}

function click(x, y) {
  pointer("pointerdown", x, y);
  pointer("pointerup", x, y);
  figure.redraw();
}

const key = (name, more) => {
  figure.picture.dispatchEvent(new KeyboardEvent("keydown", {key: name, ...more}));
  figure.redraw();
};

const {limitsOf, placeOf} = m_panel;
const panel = k => figure.data.panels[k];
const limits = k => limitsOf(panel(k), figure.views[k]);
const middle = k => [(panel(k).box[0] + panel(k).box[2]) / 2, (panel(k).box[1] + panel(k).box[3]) / 2];

// How many pixels of the figure have the color?
function count(hex) {
  const color = [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
  const {width, height} = figure.picture;
  const {data} = figure.picture.getContext("2d").getImageData(0, 0, width, height);
  let n = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (color.every((c, k) => Math.abs(data[i + k] - c) < 4)) n++;
  }
  return n;
}

const isMovedView = k => m_panel.isMoved(figure.views[k]);

const picture = () => figure.picture.toDataURL();

// -- the cases -----------------------------------------------------------------------
// The panels: 1 two lines, 2 points on a log axis (x shared with 1), 3 a surface, 4 an image.

check("the limits and ticks are those of the figure until it is zoomed", () => {
  for (const k of [0, 1]) {
    for (const axis of ["x", "y"]) {
      const {from, to, at: given, text} = panel(k)[axis];
      near(limits(k)[axis].from, from, 1e-9);
      near(limits(k)[axis].to, to, Math.abs(to) * 1e-9);
      const make = panel(k)[axis].log ? m_ticks.logTicks : m_ticks.linearTicks;
      const ticks = make(from, to, given.length);
      equal(ticks.at.length, given.length);
      ticks.at.forEach((value, i) => near(value, given[i], 1e-9 * Math.abs(given[i])));
      if (!panel(k)[axis].log) equal(ticks.text.join(), text.join());
    }
  }
});

check("the wheel zooms around the pointer", () => {
  const [x, y] = whole(panel(0).box[0] + 50, panel(0).box[1] + 40);
  const before = placeOf(panel(0), figure.views[0], x, y), wide = limits(0).x.to - limits(0).x.from;
  wheel(x, y, -300);
  const after = placeOf(panel(0), figure.views[0], x, y);
  near(after.x, before.x, 1e-9);
  near(after.y, before.y, 1e-9);
  if (!(limits(0).x.to - limits(0).x.from < wide * 0.8)) throw new Error("not zoomed");
  wheel(x, y, 300);
  near(limits(0).x.to - limits(0).x.from, wide, 1e-9);
});

check("Shift and Alt zoom in one direction only", () => {
  const [x, y] = middle(0), before = limits(0);
  wheel(x, y, -200, {shiftKey: true});
  near(limits(0).y.to, before.y.to);
  if (!(limits(0).x.to < before.x.to)) throw new Error("x is not zoomed");
  const zoomed = limits(0);
  wheel(x, y, -200, {altKey: true});
  near(limits(0).x.to, zoomed.x.to);
});

check("shared limits move together", () => {
  wheel(...middle(0), -200);
  near(limits(1).x.from, limits(0).x.from, 1e-9);
  near(limits(1).x.to, limits(0).x.to, 1e-9);
  near(limits(1).y.from, panel(1).y.from, 1e-9);
});

check("dragging a box zooms to it", () => {
  const [x0, y0] = [panel(0).box[0] + 30, panel(0).box[1] + 20], [x1, y1] = [x0 + 90, y0 + 60];
  const from = placeOf(panel(0), figure.views[0], x0, y1), to = placeOf(panel(0), figure.views[0], x1, y0);
  drag(x0, y0, x1, y1);
  near(limits(0).x.from, from.x, 1e-9);
  near(limits(0).x.to, to.x, 1e-9);
  near(limits(0).y.from, from.y, 1e-9);
  near(limits(0).y.to, to.y, 1e-9);
});

check("dragging with Shift moves, also on a log axis", () => {
  const [x, y] = middle(1), before = placeOf(panel(1), figure.views[1], x, y);
  drag(x, y, x + 20, y - 30, {shiftKey: true});
  const after = placeOf(panel(1), figure.views[1], x + 20, y - 30);
  near(after.x, before.x, 1e-9);
  near(after.y / before.y, 1, 1e-9);
});

check("a double click and the key 0 reset", () => {
  const first = picture();
  for (const reset of [() => figure.picture.dispatchEvent(new MouseEvent("dblclick", at(...middle(0)))),
    () => key("0")]) {
    wheel(...middle(0), -200);
    if (picture() === first) throw new Error("nothing was zoomed");
    reset();
    figure.redraw();
    equal(picture() === first, true);
  }
});

check("keys zoom and move", () => {
  const wide = limits(0).x.to - limits(0).x.from;
  key("+");
  near(limits(0).x.to - limits(0).x.from, wide / 1.25, 1e-9);
  const {from} = limits(0).x;
  key("ArrowRight");
  if (!(limits(0).x.from > from)) throw new Error("not moved");
});

check("entries of the legend switch series", () => {
  const entry = figure.entries[0][0], {color} = panel(0).marks[entry.mark].stroke;
  const before = count(color), [x0, y0, x1, y1] = entry.box;
  if (!(before > 100)) throw new Error(`only ${before} pixels before`);
  click((x0 + x1) / 2, (y0 + y1) / 2);
  equal(count(color), 0);
  key("1");
  equal(count(color), before);
});

check("values under the pointer", () => {
  const {marks: [line], box} = panel(0), i = 20;
  const x = m_geometry.pixelOf(line.x[i], panel(0).x, box[0], box[2]);
  const y = m_geometry.pixelOf(line.y[i], panel(0).y, box[3], box[1]);
  pointer("pointermove", x + 0.3, y + 2);
  equal(figure.hover.tip.hidden, false);
  const [name, first] = figure.hover.tip.textContent.split("\n");
  equal(name, "one");
  near(Number(first.split(" = ")[1]), line.x[i], 0.01);
  figure.hover.hide();
  equal(figure.hover.tip.hidden, true);
  const {box: cells, x: across} = panel(3);
  pointer("pointermove", m_geometry.pixelOf(1, across, cells[0], cells[2]), cells[1] + 5);
  equal(figure.hover.tip.textContent, "row 1, column 1\n10");
});

check("a surface turns", () => {
  const before = picture(), {turn, tilt} = figure.views[2];
  drag(...middle(2), middle(2)[0] + 40, middle(2)[1] + 10);
  near(figure.views[2].turn, turn - 20);
  near(figure.views[2].tilt, tilt + 5);
  if (picture() === before) throw new Error("the picture is the same");
});

check("an unknown kind is told in the figure", () => {
  const data = structuredClone(figure.data), old = figure.data;
  data.panels[0].marks.push({kind: "tree", x: [1], y: [2]});
  figure.update(data);
  equal(figure.svg().includes("not drawn by this page: tree"), true);
  figure.update(old);
  equal(figure.svg().includes("not drawn"), false);
});

check("an unknown kind with a recording is drawn", () => {
  const data = structuredClone(figure.data), old = figure.data, [x0, y0, x1, y1] = panel(0).box;
  data.panels[0].marks.push({kind: "tree", x: [1], y: [2], parts: [{part: "", mark: -1,
    ops: [["c", "#123456", 1], ["f", 0, x0, y0, x1, y0, x1, y1]]}]});
  figure.update(data);
  if (count("#123456") < 1000) throw new Error("not drawn");
  figure.update(old);
});

check("SVG is well-formed", () => {
  const svg = new DOMParser().parseFromString(figure.svg(), "image/svg+xml");
  equal(svg.querySelector("parsererror"), null);
  equal(svg.documentElement.textContent.includes("a < b & c"), true);
});

check("the buttons hide no part of the figure", () => {
  const tools = figure.tools.bar.getBoundingClientRect();
  equal(tools.bottom <= figure.picture.getBoundingClientRect().top + 0.5, true);
  equal(tools.top >= 0, true);
});

// A cell edge between two pixels would be blended with the background.
check("cells of an image meet at whole pixels", () => {
  const {box} = figure.data.panels[3], y = (box[1] + box[3] * 3) / 4;
  const scale = figure.scale * figure.ratio;
  const row = figure.picture.getContext("2d").getImageData(Math.round(box[0] * scale) + 2,
    Math.round(y * scale), Math.round((box[2] - box[0]) * scale) - 4, 1).data;
  const colors = new Set();
  for (let i = 0; i < row.length; i += 4) {
    const [r, g, b] = row.slice(i, i + 3);
    if (Math.max(r, g, b) - Math.min(r, g, b) > 20) colors.add([r, g, b].join()); // not the grid
  }
  equal(colors.size, 2, [...colors].join(" "));
});

check("points are added, dragged and removed by mouse", () => {
  let told = null;
  const points = new m_points.Points(figure, {panel: 0, x: [2, 4], y: [0, 0]}, list => { told = structuredClone(list); });
  figure.setPoints(points);
  const place = ([x, y]) => points.pixel([x, y]);
  drag(...place([2, 0]), ...place([3, 0.5]));
  near(told[0][0], 3, 0.01);
  near(told[0][1], 0.5, 0.01);
  click(...place([6, -0.5]));
  equal(told.length, 3);
  near(told[2][0], 6, 0.01);
  pointer("pointerdown", ...place(told[0]), {button: 2});
  pointer("pointerup", ...place(told[0]), {button: 2});
  equal(told.map(point => Math.round(point[0])).join(), "4,6");
  equal(isMovedView(0), false);
  figure.setPoints(null);
});

check("points are chosen, moved, added and removed by keys", () => {
  let told = null;
  const points = new m_points.Points(figure, {panel: 0, x: [2, 4], y: [0, 0]}, list => { told = structuredClone(list); });
  figure.setPoints(points);
  key("Tab");
  key("Tab");
  key("ArrowRight");
  near(told[1][0], 4 + (limits(0).x.to - limits(0).x.from) / 100, 0.001);
  key("ArrowUp");
  if (!(told[1][1] > 0)) throw new Error("not moved up");
  key("Delete");
  equal(told.length, 1);
  key("Insert");
  equal(told.length, 2);
  key("Delete");
  key("Tab");
  key("Delete");
  equal(told.length, 1); // the last one stays
  figure.setPoints(null);
});

check("the mouse is handed to a session that asks for it", () => {
  const events = [], [x, y] = middle(0);
  figure.grip = (kind, text) => events.push(kind + " " + text.split(" ").map(n => Math.round(n * 10)).join(" "));
  drag(x, y, x + 20, y);
  equal(events.length, 4);
  equal(events[0].startsWith("press 10 50 "), true, events[0]);
  equal(events[3].split(" ")[0], "release");
  equal(isMovedView(0), false);
  figure.grip = null;
});

const output = document.createElement("pre");
output.id = "result";
output.textContent = results.join("\n");
document.body.append(output);
