// build.mjs - node build.mjs OUT BUILD: writes the page as one file. In BUILD are the program and
// its files, which are compressed, and the scripts of the page.
import fs from "node:fs";
import path from "node:path";

const [out, build] = process.argv.slice(2);
const here = path.dirname(process.argv[1]);
const read = file => fs.readFileSync(file);
const packed = name => read(path.join(build, `packed/${name}.z`)).toString("base64");
const script = name => read(path.join(build, name)).toString().replaceAll("</script", "<\\/script");

const parts = {
  style: read(path.join(here, "page.css")) + read(path.join(here, "../../../lib/page/figure.css")),
  wasm: packed("mlrepl.wasm"),
  archive: packed("archive"),
  worker: script("worker.js"),
  figure: script("bundle/figure.js"),
  script: script("bundle/main.js"),
};
const page = read(path.join(here, "page.html")).toString();
fs.writeFileSync(out, page.replace(/{{(\w+)}}/g, (_, name) => parts[name]));
