// text.js - text with raised and lowered parts, as src/plot/figure/text.h writes it:
// "#u" goes up a level, "#d" down, "##" is a number sign.

export const FAMILY = 'Inter, "DejaVu Sans", sans-serif';

const SHRINK = 0.72; // size of a raised or lowered part
const RAISED = 0.38; // its distance from the line, in sizes of the text
const LOWERED = 0.24;

// [{text, level}, ...]; level 0 is the line, 1 raised, -1 lowered.
export function runsOf(escaped) {
  const runs = [];
  let level = 0;
  let text = "";
  const end = () => {
    if (text) runs.push({text, level});
    text = "";
  };
  for (let i = 0; i < escaped.length; i++) {
    if (escaped[i] !== "#") {
      text += escaped[i];
      continue;
    }
    const next = escaped[++i];
    if (next === "#") text += "#";
    if (next !== "u" && next !== "d") continue;
    end();
    level += next === "u" ? 1 : -1;
  }
  end();
  return runs;
}

export const plainText = escaped => runsOf(escaped || "").map(run => run.text).join("");

export const runSize = (size, level) => size * SHRINK ** Math.abs(level);

export const runRise = (size, level) => size * level * (level > 0 ? RAISED : LOWERED);

export function fontOf(size, bold) {
  return `${bold ? "bold " : ""}${size}px ${FAMILY}`;
}

let ruler = null;

// The width of a text in pixels.
export function textWidth(escaped, size, bold) {
  if (!ruler) ruler = document.createElement("canvas").getContext("2d");
  let width = 0;
  for (const run of runsOf(escaped)) {
    ruler.font = fontOf(runSize(size, run.level), bold);
    width += ruler.measureText(run.text).width;
  }
  return width;
}
