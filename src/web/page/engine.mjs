// engine.mjs - the interpreter, for a worker of the page and for node: starts the program and
// wraps what src/web/web_session.c exports. Texts are strings, places are counted in UTF-16.
//
// A host is what the program runs in:
//   write(text, isError)   takes what is printed
//   show(html, text)       takes a value that has been shown, as a table and as text
//   ask()                  a promise of the next line of input, null at its end
//   figures(list)          figures that are new or have changed: [number, JSON]
//   controls(offer)        what the program offers to the hand now, or null
//
// While the program waits, for a line or for the hand, and every now and then while it computes,
// the page goes on: the browser suspends the program (JavaScript Promise Integration). Where that
// is missing, `waits` is false: there is no input then, sliders are drawn once, and only a
// program between two entries can be spoken to.

import {unpacked} from "./archive.mjs";
import {toUtf8} from "./encodings.mjs";
import {Files} from "./files.mjs";

const INTERRUPTED = 27; // EINTR of WASI
const ASK_SIZE = 0x5413; // TIOCGWINSZ
const LARGEST_STATE = 2 ** 29; // bytes that are copied between entries

const toBytes = new TextEncoder(), ofBytes = new TextDecoder();

// See src/web/encoding_web.c.
function decode(name, bytes, out) {
  const made = toUtf8(name, bytes);
  if (made === null) return -1;
  if (typeof made === "number") return -2 - made;
  if (out && made.length <= out.length) out.set(made);
  return made.length;
}

export class Engine {
  constructor(host) {
    this.host = host;
    this.waits = typeof WebAssembly.Suspending === "function";
    this.decoders = [new TextDecoder(), new TextDecoder()];
    this.versions = new Map();
    this.input = null; // what is left of a line that was read
    this.wake = null;  // ends the present wait
    this.columns = 0;  // of the page, in characters; 0: unknown
    this.running = 0;  // calls that can be suspended
    this.inside = false; // a call that cannot
    this.channel = new MessageChannel();
  }

  // `wasm` is a promise of the compiled module, `figure` the script of page/figure.js, `own` has
  // [path, bytes] of further files; the program goes on from `state`, if it is given.
  async start(create, wasm, archive, figure, own = [], state = null) {
    const files = unpacked(archive);
    this.module = await new Promise((resolve, reject) => create({
      host: {wait: () => 0, decode, show: (html, text) => this.host.show(html, text), pageChanged: list => this.pageChanged(list)},
      stdin: () => null, stdout: () => {}, stderr: () => {}, // no terminal
      instantiateWasm: (imports, receive) => {
        this.instantiate(wasm, imports).then(receive).catch(reject);
        return {};
      },
    }).then(resolve, reject));
    this.files = new Files(this.module.FS, await files);
    this.writeFile("/lib/page/figure.js", `${figure}\nexport const draw = mlreplFigure.draw;\n`);
    for (const [path, bytes] of own) this.writeFile(path, bytes);
    this.module.FS.chdir("/home/web_user");
    if (state) this.restore(state);
    else if (!await this.call("web_start")) throw new Error("not enough memory to start");
  }

  async instantiate(wasm, imports) {
    const env = {...imports.env}, wasi = {...imports.wasi_snapshot_preview1};
    const write = wasi.fd_write, read = wasi.fd_read;
    env.fd_write = wasi.fd_write = (fd, parts, count, written) =>
      fd === 1 || fd === 2 ? this.write(fd, parts, count, written) : write(fd, parts, count, written);
    const readLine = (fd, parts, count, got) =>
      fd === 0 ? this.read(parts, count, got) : read(fd, parts, count, got);
    env.fd_read = wasi.fd_read = this.suspending(readLine);
    const ioctl = env.__syscall_ioctl;
    env.__syscall_ioctl = (fd, request, values) =>
      fd === 1 && request === ASK_SIZE ? this.tellSize(values) : ioctl(fd, request, values);
    env.web_wait = this.suspending(milliseconds => this.wait(milliseconds));
    env.web_rest = this.suspending(() => this.rest());
    const made = await WebAssembly.instantiate(await wasm, {env, wasi_snapshot_preview1: wasi});
    this.exports = made.exports;
    return made;
  }

  suspending(f) {
    return this.waits ? new WebAssembly.Suspending(f) : f;
  }

  // -- calls ---------------------------------------------------------------------------

  // Texts are copied to the program's memory for the call.
  async call(name, ...values) {
    const {_malloc, _free} = this.module, texts = [];
    const given = values.map(value => {
      if (typeof value !== "string") return value;
      const place = this.copy(value, _malloc);
      texts.push(place);
      return place;
    });
    const f = this.exports[name];
    this.running++;
    try {
      return await (this.waits ? WebAssembly.promising(f) : f)(...given);
    } finally {
      this.running--;
      for (const place of texts) _free(place);
    }
  }

  // A call that the program cannot wait in, as other code of the page is its caller.
  callNow(name, ...values) {
    const before = this.inside;
    this.inside = true;
    try {
      return this.exports[name](...values);
    } finally {
      this.inside = before;
    }
  }

  copy(text, allocate) {
    const size = this.module.lengthBytesUTF8(text) + 1, place = allocate(size);
    this.module.stringToUTF8(text, place, size);
    return place;
  }

  setTheme(dark) { return this.call("web_theme", dark); }

  evaluate(entry) { return this.call("web_evaluate", entry); }

  run(path) { return this.call("web_run", path); }

  async check(path) { return await this.call("web_check", path) !== 0; }

  async isOpen(text) { return await this.call("web_is_open", text) !== 0; }

  // {start, words}: what can stand from `start` to the cursor.
  async complete(text, point) {
    const before = text.slice(0, point);
    const found = await this.call("web_complete", text, toBytes.encode(before).length);
    if (!found) return {start: point, words: []};
    const [start, ...words] = this.module.UTF8ToString(found).split("\n");
    return {start: ofBytes.decode(toBytes.encode(before).subarray(0, Number(start))).length,
      words: words.sort()};
  }

  async signature(text, point) {
    const found = await this.call("web_signature", text, toBytes.encode(text.slice(0, point)).length);
    return found ? this.module.UTF8ToString(found) : "";
  }

  writeFile(path, bytes) { this.files.write(path, bytes); }

  readFile(path) { return this.module.FS.readFile(path); }

  // -- the state between two entries -----------------------------------------------------

  // What another program needs to go on from here, but for files; null: it is too large.
  state() {
    const used = this.exports.web_used();
    if (used > LARGEST_STATE) return null;
    return {memory: this.exports.memory.buffer.slice(0, used), folder: this.module.FS.cwd(),
      open: this.files.open()};
  }

  restore({memory, folder, open}) {
    const {_malloc, _free} = this.module;
    if (this.exports.memory.buffer.byteLength < memory.byteLength) _free(_malloc(memory.byteLength));
    const all = new Uint8Array(this.exports.memory.buffer);
    if (all.length < memory.byteLength) throw new Error("not enough memory to go on");
    all.set(new Uint8Array(memory));
    all.fill(0, memory.byteLength);
    this.files.reopen(open);
    this.module.FS.chdir(folder);
  }

  // -- waiting -------------------------------------------------------------------------

  // Lets messages of the page in while the program computes.
  rest() {
    if (!this.waits || this.inside) return undefined;
    return new Promise(resolve => {
      this.channel.port1.onmessage = resolve;
      this.channel.port2.postMessage(0);
    });
  }

  // Ends when the page has sent something. Returns whether waiting is possible.
  wait(milliseconds) {
    if (!this.waits) return 0;
    if (milliseconds <= 0) return 1;
    return new Promise(resolve => {
      const timer = setTimeout(() => this.wake && this.wake(), milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        this.wake = null;
        resolve(1);
      };
    });
  }

  // What the user did with a figure or a slider, while the program waits.
  event(text) {
    const place = this.copy(text, this.module._malloc);
    this.callNow("web_event", place);
    this.module._free(place);
    if (this.wake) this.wake();
  }

  stop() {
    this.callNow("web_stop");
    if (this.wake) this.wake();
  }

  // -- input and output ----------------------------------------------------------------

  // [place, size] of the parts of a read or write.
  parts(at, count) {
    const words = new Uint32Array(this.exports.memory.buffer, at, 2 * count), list = [];
    for (let i = 0; i < count; i++) list.push([words[2 * i], words[2 * i + 1]]);
    return list;
  }

  setCount(at, n) { new DataView(this.exports.memory.buffer).setUint32(at, n, true); }

  write(fd, at, count, written) {
    let n = 0, text = "";
    for (const [place, size] of this.parts(at, count)) {
      const bytes = new Uint8Array(this.exports.memory.buffer, place, size);
      text += this.decoders[fd - 1].decode(bytes, {stream: true});
      n += size;
    }
    this.setCount(written, n);
    if (text) this.host.write(text, fd === 2);
    return 0;
  }

  // The argument is a struct winsize: rows and columns of 16 bits.
  tellSize(values) {
    const memory = new DataView(this.exports.memory.buffer);
    memory.setUint16(memory.getUint32(values, true) + 2, this.columns, true);
    return 0;
  }

  take(at, count, got) {
    let n = 0;
    for (const [place, size] of this.parts(at, count)) {
      const some = this.input.subarray(0, size);
      new Uint8Array(this.exports.memory.buffer, place, some.length).set(some);
      this.input = this.input.subarray(some.length);
      n += some.length;
    }
    this.setCount(got, n);
    return 0;
  }

  // One line of input, which the user types when the program asks for it.
  read(at, count, got) {
    if (this.input && this.input.length) return this.take(at, count, got);
    const asked = this.host.ask();
    const given = line => {
      this.input = line === null ? new Uint8Array(0) : toBytes.encode(line + "\n");
      return this.take(at, count, got);
    };
    if (!(asked instanceof Promise)) return given(asked);
    return new Promise(resolve => {
      this.wake = () => {
        this.wake = null;
        resolve(INTERRUPTED);
      };
      asked.then(line => {
        this.wake = null;
        resolve(given(line));
      });
    });
  }

  // -- figures -------------------------------------------------------------------------

  // The list is written as for an EventSource, see src/plot/web/page_store.h.
  pageChanged(list) {
    const found = list.match(/^event: controls\ndata: (.*)$/m);
    if (found) this.host.controls(JSON.parse(found[1]));
    const changed = [];
    for (const [number, version] of JSON.parse(list.match(/^data: (\[.*\])\n\n$/m)[1])) {
      if (this.versions.get(number) === version) continue;
      this.versions.set(number, version);
      const place = this.callNow("web_figure_json", number);
      if (!place) continue;
      changed.push([number, this.module.UTF8ToString(place)]);
      this.module._free(place);
    }
    if (changed.length) this.host.figures(changed);
  }
}
