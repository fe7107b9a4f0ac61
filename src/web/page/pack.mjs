// pack.mjs - node pack.mjs OUT FOLDER=PATH...: the files below each PATH in one archive.
import fs from "node:fs";
import path from "node:path";
import {packed} from "./archive.mjs";

// What serves other front ends, and pictures; the script of figures comes with the page.
const LEFT_OUT = [/\.(md|png)$/, /^\/lib\/mlrepl\.lua/, /^\/lib\/package\//, /^\/lib\/page\//,
  /^\/lib\/mlrepl\/(web|class|export|notebook)\//];
const KEPT = [/\/CHANGES\.md$/, /\/page\/(figure\.css|saved\.html)$/, /\/class\/(columns|log_file|report|tally)\./,
  /\/export\/own\./, /\/notebook\/notebook\./];
const isIncluded = place => KEPT.some(form => form.test(place)) || !LEFT_OUT.some(form => form.test(place));

const [out, ...folders] = process.argv.slice(2), files = [];

// Comments are not downloaded; lines keep their numbers.
function withoutComments(bytes) { return Buffer.from(String(bytes).replace(/^ *--(?!\[).*$/gm, "")); }

function add(place, file) {
  if (fs.statSync(file).isDirectory()) {
    for (const name of fs.readdirSync(file).sort()) add(`${place}/${name}`, path.join(file, name));
  } else if (isIncluded(place)) {
    const bytes = fs.readFileSync(file);
    files.push([place, place.startsWith("/lib/") && place.endsWith(".lua") ? withoutComments(bytes) : bytes]);
  }
}

for (const folder of folders) {
  const at = folder.indexOf("=");
  add(folder.slice(0, at), folder.slice(at + 1));
}
fs.writeFileSync(out, Buffer.concat(packed(files)));
