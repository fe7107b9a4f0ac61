// build.mjs - node build.mjs OUT WASM ARCHIVE CREATE WORKER SCRIPT: writes the page as one file.
// The program, its files and the worker are compressed; CREATE is the script of emscripten.
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";

const [out, wasm, archive, create, worker, script] = process.argv.slice(2);
const here = path.dirname(process.argv[1]);
const read = file => fs.readFileSync(file);
const packed = content => zlib.deflateSync(content, {level: 9}).toString("base64");
const text = file => read(file).toString().replaceAll("</script", "<\\/script");

const parts = {
  style: read(path.join(here, "page.css")) + read(path.join(here, "../../../lib/page/figure.css")),
  wasm: packed(read(wasm)),
  archive: packed(read(archive)),
  worker: packed(Buffer.concat([read(create), Buffer.from("\nself.createMlrepl = createMlrepl;\n"), read(worker)])),
  script: text(script),
};
const page = read(path.join(here, "page.html")).toString();
fs.writeFileSync(out, page.replace(/{{(\w+)}}/g, (_, name) => parts[name]));
