// main.js - the page: what is printed, figures, files, links, and window.mlrepl.

import {Prompt} from "./prompt.js";
import {Session} from "./session.js";

const {Controls, draw} = mlreplFigure; // see figure.js

const $ = id => document.getElementById(id);

// -- what is printed -------------------------------------------------------------------------

class Output {
  constructor(element) {
    this.element = element;
    this.block = null; // where text goes on
    this.listeners = new Set();
    this.follows = true; // unless the user looks at what is above
    addEventListener("scroll", () => {
      this.follows = innerHeight + scrollY > document.documentElement.scrollHeight - 80;
    });
  }

  add(tag, name, text) {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text !== undefined) made.textContent = text;
    this.element.append(made);
    this.block = null;
    this.follow();
    return made;
  }

  print(text, isError) {
    for (const listener of this.listeners) listener(text);
    if (!this.block || this.block.className !== (isError ? "error" : "text"))
      this.block = this.add("pre", isError ? "error" : "text", "");
    this.block.append(text);
    this.follow();
  }

  // The tables are made by lib/mlrepl/html/value.lua, which escapes what is in them.
  show(html, text) {
    for (const listener of this.listeners) listener(text);
    this.add("div", "value").innerHTML = html;
    this.follow();
  }

  follow() {
    if (this.follows) scrollTo(0, document.documentElement.scrollHeight);
  }
}

const sizeText = bytes => bytes < 1000 ? `${bytes} bytes` : bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} KB`
  : `${(bytes / 1e6).toFixed(1)} MB`;

// How many characters fit into a line of the output.
function columnsOf(element) {
  const MOST = 100, probe = document.createElement("pre");
  probe.textContent = "0".repeat(MOST);
  probe.style.cssText = "position: absolute; visibility: hidden; white-space: pre";
  element.append(probe);
  const width = probe.getBoundingClientRect().width / MOST;
  probe.remove();
  return Math.min(MOST, Math.floor(element.clientWidth / width));
}

// As wide as the page, at most its own width, with room for the tools.
function setSize(stage, {width, height}) {
  const TOOLS = 26; // pixels, as in figure.js
  stage.style.maxWidth = `${width}px`;
  stage.style.aspectRatio = `${width} / ${height + TOOLS}`;
}

const darkness = matchMedia("(prefers-color-scheme: dark)");

// -- the page ----------------------------------------------------------------------------------

class Page {
  constructor() {
    this.output = new Output($("output"));
    this.figureByNumber = new Map();
    this.figuresBefore = []; // the entry that runs
    this.addresses = new Map(); // of written files, by path
    this.slider = null;
    this.session = new Session({
      print: (text, isError) => this.output.print(text, isError),
      show: (html, text) => this.output.show(html, text),
      figures: list => this.figures(list),
      controls: offer => this.controls(offer),
      ask: () => this.ask(),
      files: list => this.listFiles(list),
      lost: kept => this.lost(kept),
    }, {dark: darkness.matches, columns: columnsOf($("output"))});
    darkness.addEventListener("change", () => this.session.setDark(darkness.matches));
    addEventListener("resize", () => this.session.setColumns(columnsOf($("output"))));
    this.prompt = new Prompt($("entry"), $("hint"), this.session, text => this.enter(text));
    $("stop").onclick = () => this.session.stop();
    $("link").onclick = () => this.link();
    $("file").onchange = event => this.take(event.target.files);
    addEventListener("keydown", event => this.key(event));
    addEventListener("dragover", event => event.preventDefault());
    addEventListener("drop", event => {
      event.preventDefault();
      this.take(event.dataTransfer.files);
    });
  }

  async start() {
    try {
      await this.session.ready;
    } catch (error) {
      this.output.print(`mlrepl cannot start in this browser: ${error.message}\n`, true);
      return;
    }
    $("state").textContent = "";
    const program = JSON.parse($("program").textContent);
    if (program) await this.runProgram(program);
    const link = linkedScript();
    if (link !== null) this.offerScript(link);
    if (!program && link === null) this.greet();
    if (matchMedia("(hover: hover)").matches) $("entry").focus();
  }

  greet() {
    this.output.add("p", "start", "Machine learning, step by step, in Lua. Everything runs in " +
      "this page; no data leaves your computer.");
    const list = this.output.add("p", "start", "Try ");
    const entries = ["help()", "lesson()", "lesson\"gradient_descent\"", "lesson\"aha\"",
      "d = data.load\"iris\"; d"];
    entries.forEach((entry, i) => {
      const button = document.createElement("button");
      button.textContent = entry;
      button.onclick = () => this.enter(entry);
      list.append(button, i < entries.length - 1 ? " " : "");
    });
  }

  // -- entries -------------------------------------------------------------------------

  // Ctrl-C stops, unless there is a selection to copy.
  key(event) {
    if (event.ctrlKey && event.key === "c" && !String(getSelection()) &&
        $("entry").selectionStart === $("entry").selectionEnd) this.session.stop();
  }

  async enter(text) {
    this.output.follows = true;
    const block = this.output.add("pre", "entry", text);
    block.dataset.prompt = "ml> ";
    await this.run("evaluate", text);
  }

  async run(name, text) {
    $("stop").disabled = false;
    this.figuresBefore = [...this.figureByNumber];
    $("state").textContent = "running";
    try {
      const left = await this.session.run(name, text);
      if (name === "evaluate" && left) this.output.print("(close the page to leave)\n");
    } catch (error) {
      this.output.print(`mlrepl: ${error.message}\n`, true);
    }
    for (const form of document.querySelectorAll(".ask")) form.remove();
    if (!this.session.running) {
      $("stop").disabled = true;
      $("state").textContent = "";
    }
  }

  // A new program counts figures from 1, or from where it goes on.
  lost(kept) {
    this.controls(null);
    this.figureByNumber = new Map(kept ? this.figuresBefore : []);
    this.output.print(kept
      ? "Stopped. The program could not be interrupted there: variables and files are what they " +
        "were before the entry.\n"
      : "Stopped. The program could not be interrupted there and had too much data to be restored: " +
        "all variables are lost.\n", true);
  }

  // A line for io.read.
  ask() {
    const form = this.output.add("form", "ask");
    const label = document.createElement("label"), field = document.createElement("input");
    label.append("input: ", field);
    form.append(label);
    form.onsubmit = event => {
      event.preventDefault();
      this.output.add("pre", "text", field.value);
      form.remove();
      this.session.answer(field.value);
      $("entry").focus();
    };
    this.output.follow();
    field.focus();
  }

  // -- figures -------------------------------------------------------------------------

  figures(list) {
    for (const [number, json] of list) {
      const data = JSON.parse(json), known = this.figureByNumber.get(number);
      if (known) {
        setSize(known.stage, data);
        known.figure.update(data);
      } else this.addFigure(number, data);
    }
    this.attach();
  }

  addFigure(number, data) {
    const stage = this.output.add("div", "figure");
    setSize(stage, data);
    const figure = draw(stage, data, {most: 1, send: event => this.clicked(number, event)});
    this.figureByNumber.set(number, {figure, stage});
    this.output.follow();
  }

  clicked(number, {panel, place}) {
    if (!place || !this.slider || !this.slider.wantsClick(number)) return;
    const [x, y] = [place.x, place.y].map(value => Number(value.toPrecision(7)));
    this.session.event(`click ${number} ${panel + 1} ${x} ${y}`);
  }

  // Sliders and what the mouse does; they stand below the newest output.
  controls(offer) {
    if (!this.slider) this.slider = new Controls($("controls"), event => this.session.event(event));
    this.slider.take(offer);
    this.attach();
    if (offer) this.output.follow();
  }

  attach() {
    if (!this.slider) return;
    for (const [number, {figure}] of this.figureByNumber) this.slider.attach(figure, number);
  }

  // -- files and links -----------------------------------------------------------------

  // What an entry has written, to be downloaded; older links lead to the newest contents.
  listFiles(list) {
    const HOME = "/home/web_user/", shown = list.filter(([path]) => !path.includes("/."));
    if (!shown.length) return;
    const line = this.output.add("p", "files", "Written: ");
    shown.forEach(([path, blob], i) => {
      const link = document.createElement("a");
      link.textContent = path.startsWith(HOME) ? path.slice(HOME.length) : path;
      link.download = path.slice(path.lastIndexOf("/") + 1);
      link.dataset.path = path;
      line.append(i ? ", " : "", link, ` (${sizeText(blob.size)})`);
      URL.revokeObjectURL(this.addresses.get(path));
      this.addresses.set(path, URL.createObjectURL(blob));
    });
    for (const link of document.querySelectorAll(".files a")) link.href = this.addresses.get(link.dataset.path);
  }

  async take(files) {
    for (const file of files) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      await this.session.addFile(file.name, bytes);
      const call = `data.read${JSON.stringify(file.name)}`;
      if (/\.lua$/.test(file.name)) await this.run("run", `/home/web_user/${file.name}`);
      else this.output.print(`${file.name}: ${bytes.length} bytes; read it with ${call}\n`);
      if (!/\.lua$/.test(file.name)) this.prompt.set(`d = ${call}`);
    }
    $("entry").focus();
  }

  async runProgram({name, text}) {
    document.title = name;
    await this.session.addFile(name, new TextEncoder().encode(text));
    await this.run("run", `/home/web_user/${name}`);
  }

  // A script from a link runs when the user wants it to.
  offerScript(text) {
    this.output.add("pre", "entry", text);
    const line = this.output.add("p", "start", "This link has a script. ");
    const button = document.createElement("button");
    button.textContent = "Run it";
    line.append(button);
    button.onclick = () => {
      line.remove();
      this.run("evaluate", text);
    };
  }

  // The entries of the page as a script in its address.
  async link() {
    const entries = [...document.querySelectorAll("pre.entry")].map(block => block.textContent);
    const text = this.prompt.field.value.trim() || entries.join("\n");
    const bytes = new TextEncoder().encode(text);
    location.hash = "script=" + btoa(String.fromCharCode(...bytes))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    let word = "The address of the page now has the script.";
    try {
      await navigator.clipboard.writeText(location.href);
      word = "The link with the script was copied.";
    } catch { /* it is in the address bar */ }
    $("state").textContent = word;
  }
}

// The script in the address; null: none.
function linkedScript() {
  const found = location.hash.match(/^#script=([\w-]+)$/);
  if (!found) return null;
  const packed = atob(found[1].replaceAll("-", "+").replaceAll("_", "/"));
  return new TextDecoder().decode(Uint8Array.from(packed, c => c.charCodeAt(0)));
}

const page = new Page();
const started = page.start();

// Runs the action, and resolves to what was printed meanwhile.
async function printed(action) {
  await started;
  const parts = [], listen = part => parts.push(part);
  page.output.listeners.add(listen);
  try {
    await action();
  } finally {
    page.output.listeners.delete(listen);
  }
  return parts.join("");
}

// For scripts and tests.
window.mlrepl = {
  // Runs an entry; a promise of what it prints.
  evaluate: text => printed(() => page.enter(text)),
  // Runs the self-checks of a lesson, such as "/scripts/beyond/overfitting.lua".
  check: path => printed(() => page.session.run("check", path)),
  // The width of the output in characters.
  columns: () => columnsOf($("output")),
};
