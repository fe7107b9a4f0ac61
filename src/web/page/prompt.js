// prompt.js - the line in which entries are typed: history, completion, several lines.

const LONGEST_HISTORY = 500;
const KEY = "mlrepl.history";

// The storage can be refused, as for a file of the disk.
function readHistory() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || [];
  } catch {
    return [];
  }
}

function saveHistory(list) {
  try {
    localStorage.setItem(KEY, JSON.stringify(list));
  } catch { /* it lasts as long as the page, then */ }
}

// What all words begin with.
function commonStart(words) {
  let start = words[0];
  for (const word of words) while (!word.startsWith(start)) start = start.slice(0, -1);
  return start;
}

export class Prompt {
  // `run(text)` gets complete entries; `session` answers questions about unfinished ones.
  constructor(field, hint, session, run) {
    Object.assign(this, {field, hint, session, run});
    this.history = readHistory();
    this.at = this.history.length;
    this.draft = "";
    field.addEventListener("keydown", event => this.key(event));
    field.addEventListener("input", () => this.changed());
  }

  set(text) {
    this.field.value = text;
    this.changed();
    this.field.setSelectionRange(text.length, text.length);
  }

  changed() {
    this.field.rows = this.field.value.split("\n").length;
    this.showSignature();
  }

  // -- keys ----------------------------------------------------------------------------

  key(event) {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const action = {Enter: () => this.enter(event), Tab: () => this.tab(event),
      ArrowUp: () => this.recall(event, -1), ArrowDown: () => this.recall(event, 1),
      Escape: () => { this.hint.textContent = ""; }}[event.key];
    if (action) action();
  }

  // Shift makes a line in any case. What is typed before the answer comes is the beginning of
  // the next line or of the next entry.
  async enter(event) {
    if (event.shiftKey) return;
    event.preventDefault();
    const text = this.field.value, inside = this.field.selectionStart < text.length;
    if (!inside) this.insert("\n");
    const open = await this.session.isOpen(text);
    if (open && inside) this.insert("\n");
    if (open || (!inside && !this.field.value.startsWith(text + "\n"))) return;
    this.keep(text);
    this.set(inside ? "" : this.field.value.slice(text.length + 1));
    this.run(text);
  }

  keep(text) {
    if (text.trim() && text !== this.history[this.history.length - 1]) this.history.push(text);
    this.history = this.history.slice(-LONGEST_HISTORY);
    saveHistory(this.history);
    this.at = this.history.length;
  }

  insert(text, from = this.field.selectionStart) {
    this.field.setRangeText(text, from, this.field.selectionEnd, "end");
    this.changed();
  }

  // Only words are completed, so that Tab leaves an empty line.
  async tab(event) {
    const {value, selectionStart: point} = this.field;
    if (event.shiftKey || !/\S/.test(value.slice(0, point).split("\n").pop())) return;
    event.preventDefault();
    const {start, words} = await this.session.complete(value, point);
    if (this.field.value !== value || !words.length) return;
    const common = commonStart(words);
    if (common.length > point - start) this.insert(common, start);
    this.hint.textContent = words.length > 1 ? words.join("  ") : "";
  }

  // In an entry of several lines the arrows move first.
  recall(event, step) {
    const {value, selectionStart: point} = this.field;
    if (step < 0 ? value.slice(0, point).includes("\n") : value.slice(point).includes("\n")) return;
    const next = this.at + step;
    if (next < 0 || next > this.history.length) return;
    event.preventDefault();
    if (this.at === this.history.length) this.draft = value;
    this.at = next;
    this.set(next === this.history.length ? this.draft : this.history[next]);
  }

  // -- the signature of the call around the cursor ---------------------------------------

  async showSignature() {
    const {value, selectionStart: point} = this.field;
    const text = value.includes("(") || value.includes("{")
      ? await this.session.signature(value, point) : "";
    if (this.field.value !== value) return;
    this.hint.replaceChildren();
    const [before, now, after] = text.split(/[\u0001\u0002]/);
    this.hint.append(before);
    if (now === undefined) return;
    const mark = document.createElement("b");
    mark.textContent = now;
    this.hint.append(mark, after || "");
  }
}
