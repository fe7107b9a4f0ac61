// build.mjs - node build.mjs OUT FOLDER SCRIPTS: writes the page as one file, from the
// compressed program, files and worker in FOLDER, and the page's scripts in SCRIPTS.
import fs from "node:fs";
import path from "node:path";

const [out, folder, scripts] = process.argv.slice(2);
const here = path.dirname(process.argv[1]);
const read = file => fs.readFileSync(file);
const packed = name => read(path.join(folder, `${name}.z`)).toString("base64");
const script = name => read(path.join(scripts, `${name}.js`)).toString().replaceAll("</script", "<\\/script");

const parts = {
  style: read(path.join(here, "page.css")) + read(path.join(here, "../../../lib/page/figure.css")),
  wasm: packed("mlrepl.wasm"),
  archive: packed("archive"),
  worker: packed("worker.js"),
  figure: script("figure"),
  script: script("main"),
};
const page = read(path.join(here, "page.html")).toString();
fs.writeFileSync(out, page.replace(/{{(\w+)}}/g, (_, name) => parts[name]));
