// archive.mjs - the files that the program finds, in one archive: the length of a list in four
// bytes, the list as JSON, and the contents one after the other. The list has [path, size], or
// [path, size, columns] for a table whose columns are stored one after the other: so they
// take less room when they are compressed.

const toBytes = new TextEncoder(), ofBytes = new TextDecoder();

// The cells of a table of plain lines, column by column; null: it is none.
function byColumns(text) {
  const rows = text.split("\n");
  if (rows.pop() !== "") return null;
  const cells = rows.map(row => row.split(","));
  const width = cells[0].length;
  if (width < 2 || !cells.every(row => row.length === width)) return null;
  return {width, text: cells[0].map((_, j) => cells.map(row => row[j]).join("\n")).join("\n")};
}

function byRows(text, width) {
  const cells = text.split("\n"), height = cells.length / width, lines = [];
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) lines.push(cells[j * height + i], j < width - 1 ? "," : "\n");
  }
  return lines.join("");
}

const isPlain = bytes => bytes.every(byte => byte < 128);

// `files` has [path, bytes].
export function packed(files) {
  const list = [], parts = [];
  for (const [path, bytes] of files) {
    const table = path.endsWith(".csv") && isPlain(bytes) && byColumns(ofBytes.decode(bytes));
    const content = table ? toBytes.encode(table.text) : bytes;
    list.push(table ? [path, content.length, table.width] : [path, content.length]);
    parts.push(content);
  }
  const head = toBytes.encode(JSON.stringify(list)), length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, head.length, true);
  return [length, head, ...parts];
}

// Yields [path, size, read]; read() returns the contents, which are `size` bytes.
export function* unpacked(archive) {
  const length = new DataView(archive.buffer, archive.byteOffset).getUint32(0, true);
  let at = 4 + length;
  for (const [path, size, width] of JSON.parse(ofBytes.decode(archive.subarray(4, at)))) {
    const content = archive.subarray(at, at += size);
    // A table by rows has one more line end.
    yield width ? [path, size + 1, () => toBytes.encode(byRows(ofBytes.decode(content), width))]
      : [path, size, () => content];
  }
}
