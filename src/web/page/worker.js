// worker.js - runs the engine beside the page, so that the page answers while it computes.
// createMlrepl, which emscripten makes, is put before this script by web.mk.
//
// Requests are {id, name, values} and are answered by {id, value}; other messages go to the
// page as they happen.

import {Engine} from "./engine.mjs";

const FLUSH = 40; // milliseconds between messages with what is printed
const MANY = 20000; // characters that are sent at once

const printed = [];
let size = 0, sent = 0;

function flush() {
  if (printed.length) postMessage({printed: printed.splice(0)});
  size = 0;
  sent = performance.now();
}

let answerLine = null;

const host = {
  write(text, isError) {
    printed.push([text, isError]);
    size += text.length;
    if (size > MANY || performance.now() - sent > FLUSH) flush();
  },
  show(html, text) {
    flush();
    postMessage({html, text});
  },
  figures(list) {
    flush();
    postMessage({figures: list});
  },
  controls(offer) { postMessage({controls: offer}); },
  ask() {
    flush();
    if (!engine.waits) {
      host.write("(this browser cannot wait for input; a current version of it, or another one, can)\n", true);
      return null;
    }
    postMessage({ask: true});
    return new Promise(resolve => { answerLine = resolve; });
  },
};

const engine = new Engine(host);

// -- what is packed in the page ----------------------------------------------------------

function ofBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const decoded = atob(text), bytes = new Uint8Array(decoded.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = decoded.charCodeAt(i);
  return bytes;
}

// The program arrives in parts while the browser reads the page, and is compiled meanwhile.
let parts;
const program = WebAssembly.compileStreaming(new Response(
  new ReadableStream({start(controller) { parts = controller; }}).pipeThrough(new DecompressionStream("deflate")),
  {headers: {"Content-Type": "application/wasm"}}));
program.catch(() => {}); // start reports it

async function start({dark, columns}, archive, figure, files, state) {
  parts.close();
  engine.columns = columns;
  await engine.start(self.createMlrepl, program, ofBase64(archive), figure, files, state);
  if (!state) await engine.setTheme(dark);
}

const requests = {
  start,
  evaluate: entry => engine.evaluate(entry),
  run: path => engine.run(path),
  check: path => engine.check(path),
  setTheme: dark => engine.setTheme(dark),
  isOpen: text => engine.isOpen(text),
  complete: (text, point) => engine.complete(text, point),
  signature: (text, point) => engine.signature(text, point),
  writeFile: (path, bytes) => engine.writeFile(path, bytes),
};
const CHANGING = ["evaluate", "run", "check", "setTheme"]; // the state of the program

let changing = 0; // requests that run and can be stopped

async function answer({id, name, values}) {
  let result;
  const changes = CHANGING.includes(name);
  if (changes) changing++;
  try {
    result = {id, value: await requests[name](...values)};
  } catch (error) {
    result = {id, failure: String(error && error.message || error)};
  }
  flush();
  if (changes) changing--;
  if (changes) result.files = engine.files.changes();
  postMessage(result, changes ? result.files.written.map(([, bytes]) => bytes.buffer) : []);
  if (changes) keepState();
}

// A program that the user has to end is followed by one that goes on from here.
function keepState() {
  const state = engine.state();
  postMessage({state}, state ? [state.memory] : []);
}

onmessage = ({data}) => {
  if (data.name) answer(data);
  else if (data.part !== undefined) parts.enqueue(ofBase64(data.part));
  else if (data.event !== undefined) engine.event(data.event);
  else if (data.columns !== undefined) engine.columns = data.columns;
  else if (data.stop && changing) {
    postMessage({stops: true});
    engine.stop();
  }
  else if (data.line !== undefined && answerLine) answerLine(data.line);
};
