// pack.mjs - node pack.mjs OUT FOLDER=PATH...: the files below each PATH in one archive.
import {execFileSync} from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import zlib from "node:zlib";
import {packed} from "./archive.mjs";

// What serves other front ends, and pictures; the script of figures comes with the page.
const LEFT_OUT = [/\.(md|png)$/, /^\/lib\/mlrepl\.lua/, /^\/lib\/package\//, /^\/lib\/page\//,
  /^\/lib\/mlrepl\/(web|class|export|notebook)\//];
const KEPT = [/\/CHANGES\.md$/, /\/page\/(figure\.css|saved\.html)$/, /\/class\/(columns|log_file|report|tally)\./,
  /\/export\/own\./, /\/notebook\/notebook\./];
const isIncluded = place => KEPT.some(form => form.test(place)) || !LEFT_OUT.some(form => form.test(place));

// What is opened together; a table is opened alone. The first group is opened at the start.
const FIRST = /^\/lib\/mlrepl\/(lesson\/(lesson|current|pending|own_file)|prompt\/(session|made)|notebook\/|html\/escape|plots\/hand)\b/;
const groupOf = place => place.endsWith(".csv") ? place : FIRST.test(place) ? "first" : "rest";

const [out, ...folders] = process.argv.slice(2), groups = new Map([["first", []]]);

// Comments are not downloaded; lines keep their numbers.
function withoutComments(bytes) { return Buffer.from(String(bytes).replace(/^ *--(?!\[).*$/gm, "")); }

function add(place, file) {
  if (fs.statSync(file).isDirectory()) {
    for (const name of fs.readdirSync(file).sort()) add(`${place}/${name}`, path.join(file, name));
  } else if (isIncluded(place)) {
    const bytes = fs.readFileSync(file), group = groupOf(place);
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push([place, /^\/lib\/.*\.lua$/.test(place) ? withoutComments(bytes) : bytes]);
  }
}

for (const folder of folders) {
  const at = folder.indexOf("=");
  add(folder.slice(0, at), folder.slice(at + 1));
}

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "mlrepl-pack-")), file = path.join(scratch, "group");

// Runs a program that compresses a file.
function compress(bytes, program, ...options) {
  fs.writeFileSync(file, bytes);
  return execFileSync(program, [...options, "-c", file], {maxBuffer: 2 * bytes.length + 1000});
}

fs.writeFileSync(out, packed([...groups.values()], bytes => compress(bytes, "zopfli", "--zlib", "--i50"),
  bytes => compress(bytes, "xz", "--format=raw", "--lzma1=preset=9e,lc=3,lp=0,pb=0"),
  bytes => zlib.deflateRawSync(bytes).length));
fs.rmSync(scratch, {recursive: true});
