// lessons.mjs - paths of the lessons in the page's archive.
import fs from "node:fs";

export function lessons() {
  const list = [];
  for (const folder of fs.readdirSync("scripts")) {
    if (!fs.statSync(`scripts/${folder}`).isDirectory()) continue;
    for (const file of fs.readdirSync(`scripts/${folder}`))
      if (file.endsWith(".lua")) list.push(`/scripts/${folder}/${file}`);
  }
  return list;
}
