// pack.mjs - node pack.mjs OUT FOLDER=PATH...: the files below each PATH in one archive: the
// length of a list, the list [path, size] as JSON, and the contents one after the other.
import fs from "node:fs";
import path from "node:path";

const [out, ...folders] = process.argv.slice(2);
// Comments are not downloaded; lines keep their numbers.
function withoutComments(text) { return text.replace(/^ *--(?!\[).*$/gm, ""); }

const list = [], parts = [];

function add(place, file) {
  if (fs.statSync(file).isDirectory()) {
    for (const name of fs.readdirSync(file).sort()) add(`${place}/${name}`, path.join(file, name));
  } else if (!/\.(md|png)$/.test(file) || file.endsWith("CHANGES.md")) {
    const own = place.startsWith("/lib/") && file.endsWith(".lua");
    const content = own ? Buffer.from(withoutComments(String(fs.readFileSync(file)))) : fs.readFileSync(file);
    list.push([place, content.length]);
    parts.push(content);
  }
}

for (const folder of folders) {
  const at = folder.indexOf("=");
  add(folder.slice(0, at), folder.slice(at + 1));
}
const head = Buffer.from(JSON.stringify(list)), length = Buffer.alloc(4);
length.writeUInt32LE(head.length);
fs.writeFileSync(out, Buffer.concat([length, head, ...parts]));
