// tools.js - the buttons of a figure.

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

export class Tools {
  constructor(figure) {
    this.figure = figure;
    this.mode = "zoom"; // or "pan": what dragging does
    this.bar = document.createElement("div");
    this.bar.className = "mlrepl-tools";
    this.pan = this.button("Pan", "Drag to move instead of zooming to a box (Shift+drag does either way)",
      () => this.setMode(this.mode === "pan" ? "zoom" : "pan"));
    this.button("Reset", "Show everything again (double click, 0)", () => figure.reset());
    this.button("PNG", "Save as PNG", async () => save(await figure.png(), this.name("png")));
    this.button("SVG", "Save as SVG",
      () => save(new Blob([figure.svg()], {type: "image/svg+xml"}), this.name("svg")));
    figure.root.append(this.bar);
  }

  button(text, title, action) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.title = title;
    button.onclick = action;
    this.bar.append(button);
    return button;
  }

  setMode(mode) {
    this.mode = mode;
    this.pan.setAttribute("aria-pressed", String(mode === "pan"));
  }

  name(ending) {
    const title = this.figure.data.title || this.figure.data.panels[0].title || "figure";
    return `${title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "figure"}.${ending}`;
  }
}
