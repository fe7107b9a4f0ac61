// node.mjs - the page's interpreter in node.
import fs from "node:fs";
import path from "node:path";
import {createRequire} from "node:module";
import {Engine} from "../../src/web/page/engine.mjs";

const require = createRequire(import.meta.url);

// `input` is a list of lines for io.read; `files` and `state` are those of another program.
export async function startEngine(build, input = [], files = [], state = null) {
  const printed = [];
  const engine = new Engine({
    write: text => printed.push(text),
    show: (html, text) => printed.push(text),
    figures: list => printed.push(...list.map(([number]) => `figure ${number}\n`)),
    controls() {},
    ask: () => input.length ? input.shift() : null,
  });
  await engine.start(require(path.resolve(build, "mlrepl.js")),
    WebAssembly.compile(fs.readFileSync(path.join(build, "mlrepl.wasm"))),
    new Uint8Array(fs.readFileSync(path.join(build, "archive"))),
    fs.readFileSync(path.join(build, "bundle/figure.js"), "utf8"), files, state);
  // Runs an entry, and returns what it prints.
  const evaluate = async text => {
    printed.length = 0;
    await engine.evaluate(text);
    return printed.join("");
  };
  const check = async file => {
    printed.length = 0;
    return {good: await engine.check(file), text: printed.join("")};
  };
  return {engine, evaluate, check};
}

// Run as a program: node node.mjs BUILD ENTRY...
if (process.argv[1] === new URL(import.meta.url).pathname) {
  const {evaluate} = await startEngine(process.argv[2]);
  for (const entry of process.argv.slice(3)) process.stdout.write(await evaluate(entry));
}
