// archive.mjs - the files that the program finds, in groups that are compressed one by one: what
// the program needs to start, as a zlib stream, which browsers inflate at once, and LZMA streams,
// which are smaller, for groups that are unpacked when one of their files is opened.
//
// The archive is the length of the first group in four bytes and the groups. The first one begins
// with a line of JSON: for each group [length, size, files], where the files are [path, size] or,
// for a table that is stored in fewer bytes (table.mjs), [path, size, stored].

import {readLzma} from "./lzma.mjs";
import {readTable, storeTable} from "./table.mjs";

const LINE_END = 10;
const toBytes = new TextEncoder(), ofBytes = new TextDecoder();

const isPlain = bytes => bytes.every(byte => byte < 128);

// `sizeOf` tells how large bytes are once compressed.
function stored([path, bytes], sizeOf) {
  const table = path.endsWith(".csv") && isPlain(bytes) && storeTable(ofBytes.decode(bytes), sizeOf);
  return table ? {entry: [path, bytes.length, table.length], bytes: table}
    : {entry: [path, bytes.length], bytes};
}

// A group is a list of [path, bytes]; `zlib` and `lzma` compress bytes.
export function packed(groups, zlib, lzma, sizeOf) {
  const made = groups.map(files => {
    const parts = files.map(file => stored(file, sizeOf));
    return {entries: parts.map(part => part.entry), bytes: Buffer.concat(parts.map(part => part.bytes))};
  });
  const rest = made.slice(1).map(({bytes}) => lzma(bytes));
  const list = made.map(({bytes, entries}, i) => [i ? rest[i - 1].length : 0, bytes.length, entries]);
  const first = zlib(Buffer.concat([toBytes.encode(JSON.stringify(list) + "\n"), made[0].bytes]));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(first.length);
  return Buffer.concat([length, first, ...rest]);
}

export const inflated = bytes =>
  new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));

// The files as [path, size, read]; read() returns the contents.
export async function unpacked(archive) {
  const length = new DataView(archive.buffer, archive.byteOffset).getUint32(0, true), files = [];
  const first = new Uint8Array(await new Response(inflated(archive.subarray(4, 4 + length))).arrayBuffer());
  const head = first.indexOf(LINE_END);
  let at = 4 + length;
  JSON.parse(ofBytes.decode(first.subarray(0, head))).forEach(([packedSize, size, entries], i) => {
    const bytes = archive.subarray(at, at += packedSize);
    let group = i ? null : first.subarray(head + 1), from = 0;
    for (const [path, length, stored] of entries) {
      const start = from, end = from += stored || length;
      files.push([path, length, () => {
        group = group || readLzma(bytes, size);
        const content = group.subarray(start, end);
        return stored ? toBytes.encode(readTable(content)) : content;
      }]);
    }
  });
  return files;
}
