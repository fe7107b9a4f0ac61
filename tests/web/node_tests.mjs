// node_tests.mjs - node node_tests.mjs BUILD PROGRAM: the page's interpreter in node: entries,
// input, the lessons' checks, and numbers that are those of the native program.
import assert from "node:assert";
import {execFileSync} from "node:child_process";
import fs from "node:fs";
import {lessons} from "./lessons.mjs";
import {readTable, storeTable} from "../../src/web/page/table.mjs";
import {startEngine} from "./node.mjs";

const [build, program] = process.argv.slice(2);
const {engine, evaluate, check} = await startEngine(build, ["12", "word"]);

const size = execFileSync("gzip", ["-9c", `${build}/index.html`], {maxBuffer: 1e8}).length;
assert(size <= 1e6, `the page has ${size} bytes, compressed`);
console.log(`page: ${size} bytes, compressed`);

// Entries.
assert.equal(await evaluate("1 + 1"), "2\n");
assert.equal(await evaluate("_ * 2"), "4\n");
assert.match(await evaluate("x ="), /expected/);
assert.match(await evaluate("nothing.at"), /nothing/);
assert.equal(await evaluate("'grüß' .. '→'"), "\"grüß→\"\n");
assert.equal(await engine.isOpen("for i = 1, 3 do"), true);
assert.equal(await engine.isOpen("x = 1"), false);
assert.deepEqual((await engine.complete("äh = pri", 8)), {start: 5, words: ["print", "printoptions"]});
assert.match(await engine.signature("train(m, X", 10), /train\(m/);

// A lesson goes on with Enter.
assert.doesNotMatch(await evaluate("lesson'cost_function'"), /Answer:/);
assert.match(await evaluate(""), /Answer:/);
assert.match(await evaluate("quit"), /Position saved/);

// Input, until its end.
assert.equal(await evaluate("io.read('n', 'l', 'l', 'l')"), "12\t\"\"\t\"word\"\tnil\n");

// Files and figures.
engine.writeFile("/home/web_user/own.csv", Buffer.from("x,y\n1,2\n2,4\n"));
assert.match(await evaluate("data.read'own.csv'"), /2  4/);
assert.match(await evaluate("plot({1, 2}, {3, 4}); plot.show()"), /figure 1/);

// What is missing says so.
assert.match(await evaluate("os.execute'ls'"), /^nil/);
engine.writeFile("/home/web_user/own.db", Buffer.from("SQLite format 3\0" + "x".repeat(100)));
engine.writeFile("/home/web_user/own.xlsx", Buffer.from("PK\x03\x04" + "x".repeat(100)));
assert.match(await evaluate("data.read'own.db'"), /the browser build has no SQLite\n/);
assert.match(await evaluate("data.read'own.xlsx'"), /the browser build has no reader for workbooks; save the sheet as \.csv\n/);
assert.match(await evaluate("plot({1, 2}, {3, 4}); plot.save'own.png'"), /the browser build has no PLplot/);

// Encodings are the browser's, and the same.
engine.writeFile("/home/web_user/encodings.lua", fs.readFileSync("tests/web/encodings.lua"));
const withoutPlace = text => text.replace(/\S*encodings\.lua:\d+: /g, "").trim();
assert.equal(withoutPlace(await evaluate("dofile'encodings.lua'")),
  withoutPlace(String(execFileSync(program, ["tests/web/encodings.lua"]))));

// Files of the archive, which are made when they are opened: tables, texts, and what was emptied.
for (const file of ["lib/data/penguins.csv", "lib/data/ames.csv", "lib/data/breast_cancer.csv",
  "examples/survey.csv", "lib/CHANGES.md", "scripts/beyond/overfitting.lua"])
  assert(Buffer.compare(Buffer.from(engine.readFile(`/${file}`)), fs.readFileSync(file)) === 0, file);
const saved = "plot({1, 2}, {3, 4}); plot.save'own.html'";
assert.equal(await evaluate(saved), "");
assert.match(String(Buffer.from(engine.readFile("/home/web_user/own.html"))), /mlreplFigure=.*mlrepl\.draw\(/s);

// Any table of plain lines comes back as it was.
for (const text of ["a,b\n", "a,b\n1,x\n", "a,b\n0.10,-1\n1e5,2\n", "n,t\n" + "0.1234567,q\n4294967296,\n",
  "n,t\n" + Array.from({length: 300}, (_, i) => `${i * 70000 - 5},${i / 1000}\n`).join("")]) {
  const stored = storeTable(text, bytes => bytes.length);
  assert.equal(readTable(new Uint8Array(stored)), text);
}
for (const text of ["", "a\n1\n", "a,b\n1\n", "a,b\n1,2"]) assert.equal(storeTable(text, bytes => bytes.length), null);

// What entries write.
engine.files.changes();
await evaluate("f = io.open('out.txt', 'w'); f:write('first'); f:flush()");
const {written, removed} = engine.files.changes();
assert.deepEqual(written.map(([file, bytes]) => [file, String(Buffer.from(bytes))]), [["/home/web_user/out.txt", "first"]]);
assert.deepEqual(removed, []);
assert.equal(await evaluate("data.read'own.csv'; 1"), "1\n");
assert.deepEqual(engine.files.changes(), {written: [], removed: []});
await evaluate("os.remove'own.html'");
assert.deepEqual(engine.files.changes().removed, ["/home/web_user/own.html"]);

// Another program goes on where one is, with its variables and open files.
await evaluate("big = vector.zeros(6e6); big[6e6] = 7; function twice(x) return 2 * x end");
const state = engine.state(), next = await startEngine(build, [], written, state);
assert.equal(await evaluate("big = nil"), "");
assert.equal(await next.evaluate("twice(big[#big])"), "14.0\n");
assert.equal(await next.evaluate("f:write' and second'; f:close(); io.open'out.txt':read'a'"), "\"first and second\"\n");

// Texts are as wide as the page; examples stay as they are.
const widest = text => Math.max(...text.split("\n").filter(line => !line.startsWith("  >")).map(line => line.length));
engine.columns = 40;
assert(widest(await evaluate("help'train'")) <= 40);
engine.columns = 0;
assert(widest(await evaluate("help'train'")) > 60);

// Numbers. A note says what the page lacks.
const words = text => text.replace(/^note: .*\n/gm, "").split(/\s+/);
const known = words(String(execFileSync(program, ["tests/web/numbers.lua"])));
engine.writeFile("/home/web_user/numbers.lua", fs.readFileSync("tests/web/numbers.lua"));
const found = words(await evaluate("dofile'numbers.lua'"));
assert.equal(found.length, known.length);
let worst = 0, count = 0;
known.forEach((word, i) => {
  const a = Number(word), b = Number(found[i]);
  if (Number.isNaN(a)) return assert.equal(found[i], word);
  const error = Math.abs(a - b) / Math.max(Math.abs(a), 1e-300);
  assert(a === b || error < 1e-12, `${known[i - 1]}: ${word}, in the page ${found[i]}`);
  worst = Math.max(worst, error);
  count++;
});
console.log(`numbers: ${count} equal, largest relative difference ${worst.toExponential(1)}`);

// Lessons.
for (const lesson of lessons()) {
  await evaluate("reset()");
  const {good, text} = await check(lesson);
  assert(good, `${lesson}\n${text}`);
}
console.log(`node: ${lessons().length} lessons pass`);
