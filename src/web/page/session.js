// session.js - the page's side of the worker: requests, one program after the other, and the
// end of a program that does not stop.

const PATIENCE = 100; // milliseconds that a program has to stop by itself

const textOf = id => document.getElementById(id).textContent;

export class Session {
  // `page` has the methods print(text, isError), show(html, text), figures(list), controls(offer), ask() and
  // lost(), after which a new program has started.
  constructor(page) {
    this.page = page;
    this.files = new Map(); // that the user gave, for a new program
    this.running = 0; // requests that run or wait for their turn
    this.turn = 0;    // the number of the one that runs
    this.ready = this.load();
  }

  // The worker begins while the browser still reads the page.
  async load() {
    this.script = URL.createObjectURL(new Blob([textOf("worker")], {type: "text/javascript"}));
    this.worker = new Worker(this.script);
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
    await this.request("start", textOf("wasm"), textOf("archive"), textOf("figure"));
    for (const [path, bytes] of this.files) await this.request("writeFile", path, bytes);
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
    if (data.id) this.finish(data);
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

  // The program stops by itself where it waits for the page; elsewhere a new one begins.
  async stop() {
    if (!this.running) return;
    const turn = this.turn;
    this.worker.postMessage({stop: true});
    await new Promise(resolve => setTimeout(resolve, PATIENCE));
    if (!this.running || turn !== this.turn) return;
    this.turn++;
    this.worker.terminate();
    this.worker = new Worker(this.script);
    const waiting = this.waiting;
    this.page.lost();
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
    this.files.set(path, bytes);
    await this.ready;
    return this.request("writeFile", path, bytes);
  }

  event(text) { this.worker.postMessage({event: text}); }

  answer(line) { this.worker.postMessage({line}); }
}
