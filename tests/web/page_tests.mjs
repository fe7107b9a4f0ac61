// page_tests.mjs - node page_tests.mjs BUILD PROGRAM [PICTURES]: the page in headless Chromium,
// opened from the disk, without a network.
import assert from "node:assert";
import {execFileSync} from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import {Browser} from "./browser.mjs";
import {lessons} from "./lessons.mjs";

const [build, program, pictures] = process.argv.slice(2);
const address = "file://" + path.resolve(build, "index.html");
const browser = new Browser();
const run = entry => browser.evaluate(`mlrepl.evaluate(${JSON.stringify(entry)})`);
const picture = name => pictures && browser.picture(path.join(pictures, `${name}.png`));
const MODEL = "m = model.linear(); train(m, {1, 2, 3}, {2, 4, 6}, {method = 'exact'}); m.w";

async function entries() {
  await browser.open(address);
  assert.match(await run(MODEL), /2/);
  const first = await browser.evaluate("performance.now()");
  await browser.open(address);
  await run(MODEL);
  console.log(`first model after ${Math.round(first)} ms, warm ` +
    `${Math.round(await browser.evaluate("performance.now()"))} ms`);
  assert.equal(await run("1 + 1"), "2\n");
  assert.match(await run("erorr"), /not defined/);
  await browser.evaluate("document.getElementById('entry').focus()");
  await browser.type("for i = 1, 2 do\nprint('line', i)\nend\n");
  await browser.until("document.body.innerText.includes('line\\t2')");
  await browser.type("prin");
  await browser.press("Tab");
  await browser.until("document.getElementById('hint').textContent.includes('printoptions')");
  assert.equal(await browser.evaluate("document.getElementById('entry').value"), "print");
  await browser.evaluate("document.getElementById('entry').value = ''");
  await browser.press("ArrowUp");
  assert.match(await browser.evaluate("document.getElementById('entry').value"), /^for i/);
  assert.match(await run("d = data.load'iris'; d"), /5\.1 +3\.5 +1\.4 +0\.2 +setosa/);
  assert.match(await browser.evaluate("document.querySelector('.value table').innerText"), /5\.1\t3\.5\t1\.4\t0\.2\tsetosa/);
  await run("plot.scatter({1, 2, 3}, {2, 4, 5}); plot.show()");
  await browser.until("document.querySelector('.mlrepl-figure canvas')");
  await picture("light");
}

async function input() {
  const answer = run("name = io.read(); 'hello ' .. name");
  await browser.until("document.querySelector('.ask input')");
  await browser.type("Ada\n");
  assert.match(await answer, /hello Ada/);
}

const stop = () => browser.evaluate("document.getElementById('stop').click()");

// A program that waits or computes is interrupted; one that cannot be goes back to where it was.
async function stops() {
  await run("kept = 5");
  const waits = run("io.read()");
  await browser.until("document.querySelector('.ask input')");
  await stop();
  assert.match(await waits, /interrupted/);
  for (const entry of ["n = 0; while true do n = n + 1 end", "('a'):rep(40):find(('a*'):rep(40) .. 'b')",
    "train(model.logistic(), matrix.zeros(1e5, 4), vector.zeros(1e5), {iterations = 1e9})"]) {
    const runs = run(entry);
    await browser.until("document.getElementById('state').textContent === 'running'");
    await stop();
    assert.match(await runs, /interrupted/);
  }
  assert.match(await run("kept, n > 0"), /^5\ttrue/);
  await run("local f = io.open('kept.txt', 'w'); f:write'text'; f:close()");
  await run("A = matrix.randn(1000, 1000)");
  let answer;
  do { // until the press arrives while LAPACK computes
    const stuck = run("kept = 6; A:svd()");
    await browser.until("document.getElementById('state').textContent === 'running'");
    await stop();
    answer = await stuck;
    if (answer === "interrupted\n") await run("kept = 5");
  } while (answer === "interrupted\n");
  assert.match(answer, /variables and files are what they were before the entry/);
  assert.equal(await run("kept, io.open'kept.txt':read'a'"), "5\t\"text\"\n");
}

// What an entry writes can be downloaded.
async function files() {
  const links = () => browser.evaluate("[...document.querySelectorAll('.files')].pop().innerText");
  await run("d = data.load'iris'; data.write('mine.csv', d); save_session'log.lua'");
  assert.match(await links(), /^Written: .*log\.lua \(\d+ bytes\)/);
  assert.match(await links(), /mine\.csv \(3\.\d KB\)/);
  const content = name => browser.evaluate(
    `fetch([...document.querySelectorAll('.files a')].find(a => a.download === '${name}').href).then(r => r.text())`);
  assert.match(await content("mine.csv"), /^sepal_length,.*\n5\.1,3\.5,1\.4,0\.2,setosa\n/);
  await run("io.open('mine.csv', 'w'):close()");
  assert.equal(await links(), "Written: mine.csv (0 bytes)");
  assert.equal(await content("mine.csv"), "");
}

// A browser that cannot suspend the program.
async function withoutSuspending() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mlrepl-page-")), file = path.join(folder, "page.html");
  const page = String(fs.readFileSync(path.resolve(build, "index.html")));
  const without = "delete WebAssembly.Suspending;\n";
  fs.writeFileSync(file, page.replace('id="worker">\n', found => found + without)
    .replace('<script id="figure">', found => `<script>${without}</script>${found}`));
  await browser.open("file://" + file);
  assert.match(await run("io.read()"), /this browser cannot wait for input/);
  for (let i = 1; i <= 2; i++) {
    await run(`kept = ${i}; function twice(x) return 2 * x end`);
    const loops = run("kept = 7; while true do end");
    await browser.until("document.getElementById('state').textContent === 'running'");
    await stop();
    assert.match(await loops, /what they were before the entry/);
    assert.equal(await run("twice(kept)"), `${2 * i}\n`);
  }
  fs.rmSync(folder, {recursive: true});
}

async function oneFile() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mlrepl-page-"));
  const script = path.join(folder, "own.lua"), out = path.join(folder, "own.html");
  fs.writeFileSync(script, "print('<sum>', 1 + 2)\n");
  execFileSync(program, ["--web", script, "-o", out]);
  await browser.open("file://" + out);
  await browser.until("document.body.innerText.includes('<sum>\\t3')");
  fs.rmSync(folder, {recursive: true});
}

async function link() {
  const script = Buffer.from("answer = 40 + 2\n'x' .. answer").toString("base64url");
  await browser.open(`${address}#script=${script}`);
  await browser.until("document.querySelector('.start button')");
  await browser.evaluate("document.querySelector('.start button').click()");
  await browser.until("document.getElementById('output').innerText.includes('\"x42\"')");
}

async function checks() {
  await browser.open(address);
  for (const lesson of lessons()) {
    await run("reset()");
    const text = await browser.evaluate(`mlrepl.check(${JSON.stringify(lesson)})`);
    assert(/ checks passed\n$/.test(text), `${lesson}\n${text}`);
  }
  console.log(`page: ${lessons().length} lessons pass`);
}

// The page fits a phone: nothing is wider, and no line is wrapped twice. Figures have its colors.
async function looks() {
  for (const [name, options] of [["dark", {dark: true}], ["phone", {width: 390, height: 800, touch: true}],
    ["phone-dark", {width: 390, height: 800, touch: true, dark: true}], ["wide", {width: 1280, height: 900}],
    ["wide-dark", {width: 1280, height: 900, dark: true}]]) {
    await browser.open(address, options);
    const text = await run("lesson'gradient_descent'");
    assert(await browser.evaluate("document.documentElement.scrollWidth <= innerWidth"), name);
    const prose = text.split("\n").filter(line => !line.startsWith("    "));
    const widest = Math.max(...prose.map(line => line.length));
    const room = await browser.evaluate("mlrepl.columns()");
    assert(widest <= room, `${name}: ${widest} characters in ${room} columns`);
    await picture(`${name}-lesson`);
    assert.match(await run("plot.scatter({1, 2, 3}, {2, 4, 5}); f = plot.figure{}; f:commands().theme"),
      options.dark ? /dark/ : /light/);
    await run("plot.close(); plot.scatter({1, 2, 3}, {2, 4, 5}); plot.show()");
    await picture(name);
  }
}

try {
  for (const test of [entries, input, stops, files, withoutSuspending, oneFile, link, checks, looks]) await test();
  assert.deepEqual(browser.errors, []);
} finally {
  await browser.close();
}
