// table.mjs - a table of plain lines in few bytes: its columns one after the other, each after a
// line of JSON that says how it is stored.
//
//   {name, values}            one byte per row: the place of the cell in the list
//   {name, low, places, bytes} whole numbers above `low`, of the cells times 10^places: the
//                              highest bytes of all rows, then the next
//   {name, length}             the cells as lines

const toBytes = new TextEncoder(), ofBytes = new TextDecoder();
const LINE_END = 10, MOST_VALUES = 256, MOST_PLACES = 9, MOST_BYTES = 4;

const cellOf = (number, places) => String(number / 10 ** places);

// -- storing ---------------------------------------------------------------------------------

function byValue(name, cells) {
  const values = [...new Set(cells)].sort((a, b) => a - b || (a < b ? -1 : 1));
  if (values.length > MOST_VALUES) return null;
  return {head: {name, values}, bytes: Uint8Array.from(cells, cell => values.indexOf(cell))};
}

function byNumber(name, cells) {
  for (let places = 0; places <= MOST_PLACES; places++) {
    const numbers = cells.map(cell => Math.round(Number(cell) * 10 ** places));
    if (!cells.every((cell, i) => cellOf(numbers[i], places) === cell)) continue;
    const low = Math.min(...numbers), span = Math.max(...numbers) - low;
    const bytes = Math.ceil(Math.log2(span + 1) / 8);
    if (bytes > MOST_BYTES) return null;
    const planes = Array.from({length: bytes}, (_, k) => 256 ** (bytes - 1 - k));
    return {head: {name, low, places, bytes},
      bytes: Uint8Array.from(planes.flatMap(unit => numbers.map(n => Math.floor((n - low) / unit) % 256)))};
  }
  return null;
}

function byLine(name, cells) {
  const bytes = toBytes.encode(cells.join("\n"));
  return {head: {name, length: bytes.length}, bytes};
}

// The bytes; null: it is no such table. `sizeOf` tells how large bytes are once compressed.
export function storeTable(text, sizeOf) {
  const rows = text.split("\n").map(row => row.split(",")), width = rows[0].length;
  if (rows.pop().join() !== "" || width < 2 || !rows.every(row => row.length === width)) return null;
  const columns = rows[0].map((name, j) => {
    const cells = rows.slice(1).map(row => row[j]);
    const forms = [byValue, byNumber, byLine].map(form => form(name, cells)).filter(Boolean)
      .map(({head, bytes}) => Buffer.concat([toBytes.encode(JSON.stringify(head) + "\n"), bytes]));
    return forms.sort((a, b) => sizeOf(a) - sizeOf(b))[0];
  });
  return Buffer.concat([toBytes.encode(`${rows.length - 1} ${width}\n`), ...columns]);
}

// -- reading ---------------------------------------------------------------------------------

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  take(n) { return this.bytes.subarray(this.at, this.at += n); }

  line() {
    const text = ofBytes.decode(this.take(this.bytes.indexOf(LINE_END, this.at) - this.at));
    this.at++;
    return text;
  }
}

// Column after column; the cells of one follow its name.
function column(reader, rows) {
  const {name, values, low, places, bytes, length} = JSON.parse(reader.line());
  if (values) return [name, ...Array.from(reader.take(rows), i => values[i])];
  if (length !== undefined) return [name, ...ofBytes.decode(reader.take(length)).split("\n")];
  const numbers = new Array(rows).fill(0);
  for (let k = 0; k < bytes; k++) reader.take(rows).forEach((byte, i) => { numbers[i] = numbers[i] * 256 + byte; });
  return [name, ...numbers.map(n => cellOf(n + low, places))];
}

export function readTable(bytes) {
  const reader = new Reader(bytes), [rows, width] = reader.line().split(" ").map(Number);
  const columns = Array.from({length: width}, () => column(reader, rows));
  return Array.from({length: rows + 1}, (_, i) => columns.map(cells => cells[i]).join(",") + "\n").join("");
}
