// live.js - the page of a session: its figures, as they are shown, and what they offer to
// the hand. The server is src/plugins/microhttpd.c.

import {CanvasPainter} from "./canvas_painter.js";
import {Controls} from "./controls.js";
import {draw, paintFigure} from "./figure.js";

const THUMB = 84; // height, pixels

const $ = id => document.getElementById(id);

class Live {
  constructor() {
    this.versions = new Map(); // by number: the newest version
    this.loaded = new Map();   // by number: {version, data}
    this.loading = new Set();
    this.thumbs = new Map();
    this.shown = null;  // the number of the figure; the newest unless one was chosen
    this.chosen = false;
    this.figure = null;
    this.controls = new Controls($("controls"), event => this.send(event));
    addEventListener("keydown", event => this.key(event));
    this.listen();
  }

  // -- the server ----------------------------------------------------------------------

  listen() {
    const events = new EventSource("events");
    events.onmessage = event => this.take(JSON.parse(event.data));
    events.addEventListener("controls", event => {
      this.controls.take(JSON.parse(event.data));
      this.attach();
    });
    events.onerror = () => {
      events.close();
      if (this.versions.size) $("word").textContent = "No connection: mlrepl has exited";
      setTimeout(() => this.listen(), 1000);
    };
  }

  // One after the other, so that they arrive in order.
  send(text) {
    this.sent = (this.sent || Promise.resolve())
      .then(() => fetch("event", {method: "POST", body: text})).catch(() => {});
  }

  // One request per figure at a time: an animation may be faster than the page.
  async load(number) {
    if (this.loading.has(number)) return;
    this.loading.add(number);
    try {
      while (this.versions.has(number)) {
        const version = this.versions.get(number), known = this.loaded.get(number);
        if (known && known.version === version) break;
        const response = await fetch(`${number}.json?v=${version}`);
        if (!response.ok) break;
        this.loaded.set(number, {version, data: await response.json()});
        this.arrived(number);
      }
    } catch { // the server has ended; the list comes again when there is a new one
    } finally {
      this.loading.delete(number);
    }
  }

  take(list) {
    const before = this.versions;
    this.versions = new Map(list);
    for (const number of this.loaded.keys()) {
      if (this.versions.has(number)) continue;
      this.loaded.delete(number);
      this.thumbs.delete(number);
    }
    if (!list.length) return;
    const changed = list.filter(([number, version]) => before.get(number) !== version);
    if (!this.chosen || !this.versions.has(this.shown)) {
      this.shown = (changed.length ? changed[changed.length - 1] : list[list.length - 1])[0];
      this.chosen = false;
    }
    this.tell();
    this.showShown();
    for (const [number] of list) this.load(number);
  }

  // -- what is shown -------------------------------------------------------------------

  arrived(number) {
    this.drawThumb(number);
    this.drawStrip();
    if (number === this.shown) this.showShown();
  }

  showShown() {
    const found = this.loaded.get(this.shown);
    if (!found || this.current === found.data) return;
    const same = this.figure && this.number === this.shown;
    this.current = found.data;
    this.number = this.shown;
    if (same) this.figure.update(found.data);
    else {
      if (this.figure) this.figure.remove();
      this.figure = draw($("stage"), found.data, {send: event => this.clicked(event)});
    }
    this.attach();
  }

  attach() {
    if (this.figure) this.controls.attach(this.figure, this.number);
  }

  clicked({panel, place}) {
    if (place && this.controls.wantsClick(this.number)) {
      const [x, y] = [place.x, place.y].map(value => Number(value.toPrecision(7)));
      this.send(`click ${this.number} ${panel + 1} ${x} ${y}`);
    }
  }

  tell() {
    const numbers = [...this.versions.keys()];
    $("word").textContent = `figure ${numbers.indexOf(this.shown) + 1} of ${numbers.length}`;
    for (const format of ["png", "svg", "pdf"]) {
      $(format).href = `${this.shown}.${format}`;
      $(format).download = `figure-${this.shown}.${format}`;
    }
    $("links").hidden = false;
  }

  choose(number) {
    this.shown = number;
    this.chosen = number !== [...this.versions.keys()].pop();
    this.tell();
    this.drawStrip();
    this.showShown();
  }

  // -- the strip -----------------------------------------------------------------------

  drawThumb(number) {
    const {data} = this.loaded.get(number);
    const canvas = this.thumbs.get(number) || document.createElement("canvas");
    const scale = THUMB / data.height, ratio = window.devicePixelRatio || 1;
    canvas.width = data.width * scale * ratio;
    canvas.height = THUMB * ratio;
    canvas.title = canvas.ariaLabel = `figure ${number}`;
    canvas.onclick = () => this.choose(number);
    this.thumbs.set(number, canvas);
    const context = canvas.getContext("2d", {willReadFrequently: true});
    paintFigure(new CanvasPainter(context, scale * ratio), data);
  }

  drawStrip() {
    const strip = $("strip");
    const wanted = [...this.versions.keys()].map(number => this.thumbs.get(number)).filter(Boolean);
    if (wanted.some((canvas, i) => strip.children[i] !== canvas) || strip.children.length !== wanted.length) {
      strip.replaceChildren(...wanted);
    }
    for (const [number, canvas] of this.thumbs) canvas.className = number === this.shown ? "shown" : "";
    const mine = this.thumbs.get(this.shown);
    if (mine) mine.scrollIntoView({inline: "nearest", block: "nearest"});
  }

  key(event) {
    if (event.target instanceof HTMLInputElement || event.target.className === "mlrepl-picture") return;
    const numbers = [...this.versions.keys()];
    const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
    const next = step && numbers[numbers.indexOf(this.shown) + step];
    if (next) this.choose(next);
  }
}

export function start() { return new Live(); }
