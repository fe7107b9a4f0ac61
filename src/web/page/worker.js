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

function inflated(text, type) {
  const stream = new Blob([ofBase64(text)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream, {headers: {"Content-Type": type}});
}

// Compiling goes on while the rest is unpacked.
async function start(wasm, archive, figure) {
  const program = WebAssembly.compileStreaming(inflated(wasm, "application/wasm"));
  const files = new Uint8Array(await inflated(archive, "application/octet-stream").arrayBuffer());
  return engine.start(self.createMlrepl, program, files, figure);
}

const requests = {
  start,
  evaluate: entry => engine.evaluate(entry),
  run: path => engine.run(path),
  check: path => engine.check(path),
  isOpen: text => engine.isOpen(text),
  complete: (text, point) => engine.complete(text, point),
  signature: (text, point) => engine.signature(text, point),
  writeFile: (path, bytes) => engine.writeFile(path, bytes),
  readFile: path => engine.readFile(path),
};

async function answer({id, name, values}) {
  try {
    const value = await requests[name](...values);
    flush();
    postMessage({id, value});
  } catch (error) {
    flush();
    postMessage({id, failure: String(error && error.message || error)});
  }
}

onmessage = ({data}) => {
  if (data.name) answer(data);
  else if (data.event !== undefined) engine.event(data.event);
  else if (data.stop) engine.stop();
  else if (data.line !== undefined && answerLine) answerLine(data.line);
};
