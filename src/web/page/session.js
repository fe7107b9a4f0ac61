// session.js - the page's side of the worker: requests, one program after the other, and the
// end of a program that does not stop.

// A program that can rest hears of a press soon; then it has time to end.
const canRest = typeof WebAssembly.Suspending === "function";
const PATIENCE = canRest ? 1000 : 100, LONG_PATIENCE = 5000; // milliseconds

const textOf = id => document.getElementById(id).textContent;

export class Session {
  // `page` has the methods print(text, isError), show(html, text), figures(list), controls(offer),
  // ask(), files(changes) and lost(kept), when a new program starts in the state before the entry
  // (`kept`) or without variables. `look` has {dark, columns} of the page.
  constructor(page, look) {
    this.page = page;
    this.look = look;
    this.files = new Map(); // that the user gave and that entries wrote: Blobs, by path
    this.state = undefined; // after the last entry; null: it is too large
    this.stateIsDue = false; // it follows the answer
    this.running = 0; // requests that run or wait for their turn
    this.turn = 0;    // the number of the one that runs
    this.stopping = false;
    this.ready = this.load();
  }

  // The first worker has begun already, see boot.js.
  async load() {
    ({script: this.script, worker: this.worker} = mlreplBoot);
    if (document.readyState === "loading")
      await new Promise(resolve => document.addEventListener("DOMContentLoaded", resolve));
    await this.begin();
  }

  async begin() {
    this.started = false;
    this.waiting = new Map(); // by the id of a request: what its promise does
    this.last = 0;
    this.worker.onmessage = ({data}) => this.take(data);
    this.worker.onerror = event => this.page.print(`${event.message}\n`, true);
    const files = [];
    for (const [path, blob] of this.files) files.push([path, new Uint8Array(await blob.arrayBuffer())]);
    await this.request("start", this.look, textOf("archive"), textOf("figure"), files, this.state);
    this.started = true;
  }

  request(name, ...values) {
    const id = ++this.last;
    this.worker.postMessage({id, name, values});
    return new Promise((resolve, reject) => this.waiting.set(id, {resolve, reject}));
  }

  take(data) {
    if (data.printed) for (const [text, isError] of data.printed) this.page.print(text, isError);
    if (data.html) this.page.show(data.html, data.text);
    if (data.figures) this.page.figures(data.figures);
    if (data.controls !== undefined) this.page.controls(data.controls);
    if (data.ask) this.page.ask();
    if (data.stops) this.heard = true;
    if (data.files) this.stateIsDue = true;
    if (data.state !== undefined) {
      this.state = data.state;
      this.stateIsDue = false;
    }
    if (data.files) this.takeFiles(data.files);
    if (data.id) this.finish(data);
  }

  takeFiles({written, removed}) {
    const blobs = written.map(([path, bytes]) => [path, new Blob([bytes])]);
    for (const path of removed) this.files.delete(path);
    for (const [path, blob] of blobs) this.files.set(path, blob);
    this.page.files(blobs);
  }

  finish({id, value, failure}) {
    const {resolve, reject} = this.waiting.get(id);
    this.waiting.delete(id);
    if (failure !== undefined) reject(new Error(failure));
    else resolve(value);
  }

  // -- running -------------------------------------------------------------------------

  // Resolves when the program has answered; one request after the other.
  run(name, text) {
    const result = this.ready.then(async () => {
      this.turn++;
      return this.request(name, text);
    }).finally(() => this.running--);
    this.running++;
    this.ready = result.catch(() => {});
    return result;
  }

  // The program stops by itself; one that does not hear is replaced by a new one.
  async stop() {
    if (!this.running || !this.started || this.stopping) return;
    const turn = this.turn, isOver = () => !this.running || turn !== this.turn;
    this.stopping = true;
    this.heard = false;
    this.worker.postMessage({stop: true});
    await until(() => isOver() || this.heard, PATIENCE);
    await until(() => isOver() || !(this.heard || this.stateIsDue), LONG_PATIENCE);
    if (!isOver()) await this.restart();
    this.stopping = false;
  }

  async restart() {
    this.turn++;
    this.worker.terminate();
    this.worker = new Worker(this.script);
    for (const part of document.querySelectorAll(".part")) this.worker.postMessage({part: part.textContent});
    const waiting = this.waiting;
    this.page.lost(this.state !== null);
    await this.begin();
    for (const {resolve} of waiting.values()) resolve(0);
  }

  // -- between entries -----------------------------------------------------------------

  // While a program runs, there is no answer.
  async whileIdle(otherwise, name, ...values) {
    return this.running || !this.started ? otherwise : this.request(name, ...values);
  }

  isOpen(text) { return this.whileIdle(false, "isOpen", text); }

  complete(text, point) { return this.whileIdle({start: point, words: []}, "complete", text, point); }

  signature(text, point) { return this.whileIdle("", "signature", text, point); }

  async addFile(name, bytes) {
    const path = `/home/web_user/${name}`;
    this.files.set(path, new Blob([bytes]));
    await this.ready;
    return this.request("writeFile", path, bytes);
  }

  event(text) { this.worker.postMessage({event: text}); }

  answer(line) { this.worker.postMessage({line}); }

  setColumns(columns) {
    this.look.columns = columns;
    this.worker.postMessage({columns});
  }

  // Figures that are there stay as they are.
  setDark(dark) {
    this.look.dark = dark;
    this.run("setTheme", dark);
  }
}

// Until `isTrue` says so, or for some milliseconds.
async function until(isTrue, most) {
  const BETWEEN = 10, end = performance.now() + most;
  while (!isTrue() && performance.now() < end) await new Promise(resolve => setTimeout(resolve, BETWEEN));
}
