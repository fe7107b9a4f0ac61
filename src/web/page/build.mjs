// build.mjs - node build.mjs OUT BUILD: writes the page as one file. In BUILD are the program and
// its files, which are compressed, and the scripts of the page.
import fs from "node:fs";
import path from "node:path";

const [out, build] = process.argv.slice(2);
const here = path.dirname(process.argv[1]);
const read = file => fs.readFileSync(file);
const packed = name => read(path.join(build, name)).toString("base64");

// In parts, which are base64 each, see boot.js.
function parts(text) {
  const PART = 65536;
  const list = Array.from({length: Math.ceil(text.length / PART)}, (_, i) => text.slice(i * PART, (i + 1) * PART));
  return list.map(part => `<script type="text/plain" class="part">${part}</script><script>mlreplBoot.send()</script>`)
    .join("\n");
}
const script = name => read(path.join(build, name)).toString().replaceAll("</script", "<\\/script");

const contents = {
  style: read(path.join(here, "page.css")) + read(path.join(here, "../../../lib/page/figure.css")),
  program: parts(packed("packed/mlrepl.wasm.z")),
  archive: packed("archive"),
  worker: script("worker.js"),
  boot: script("bundle/boot.js"),
  figure: script("bundle/figure.js"),
  script: script("bundle/main.js"),
};
const page = read(path.join(here, "page.html")).toString();
fs.writeFileSync(out, page.replace(/{{(\w+)}}/g, (_, name) => contents[name]));
