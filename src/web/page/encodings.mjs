// encodings.mjs - text in other encodings as UTF-8, by the browser's decoders.
//
// Names are those of iconv and of Python where they differ from the browser's. Two code pages
// of DOS are not known to browsers.

const NAMES = {mac: "macintosh", macroman: "macintosh", maccyrillic: "x-mac-cyrillic", cp932: "shift_jis",
  sjis: "shift_jis", cp936: "gbk", cp949: "euc-kr", cp950: "big5", cp866: "ibm866", cp874: "windows-874",
  eucjp: "euc-jp", euckr: "euc-kr", euccn: "gbk", koi8r: "koi8-r", koi8u: "koi8-u", utf16: "utf-16le"};
const DOS = {
  437: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀" +
    "αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0",
  850: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀" +
    "ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0",
};
const LATIN1 = Array.from({length: 128}, (_, i) => String.fromCharCode(128 + i)).join("");

function decoderOf(label) {
  try {
    return new TextDecoder(label, {fatal: true});
  } catch {
    return null;
  }
}

// A text, or the place of the first byte above `upper`, which has the characters from 128 on.
function byTable(bytes, upper) {
  const parts = [];
  for (const [i, byte] of bytes.entries()) {
    if (byte >= 128 && byte - 128 >= upper.length) return i;
    parts.push(byte < 128 ? String.fromCharCode(byte) : upper[byte - 128]);
  }
  return parts.join("");
}

// The longest beginning that is valid is found by bisection.
function invalidPlace(label, bytes) {
  let low = 0, high = bytes.length; // high bytes are too many
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    try {
      decoderOf(label).decode(bytes.subarray(0, middle), {stream: true});
      low = middle;
    } catch {
      high = middle;
    }
  }
  return low;
}

// Browsers decode the bytes that windows-125x leaves undefined as control characters.
function byBrowser(label, bytes) {
  let text;
  try {
    text = decoderOf(label).decode(bytes);
  } catch {
    return invalidPlace(label, bytes);
  }
  const undefinedAt = /^windows-125/.test(label) ? text.search(/[\u0080-\u009f]/) : -1;
  return undefinedAt < 0 ? text : undefinedAt;
}

function labelOf(name, joined, bytes) {
  const bigEndian = joined === "utf16" && bytes[0] === 0xfe && bytes[1] === 0xff;
  const windows = joined.match(/^(?:cp|windows)(125\d)$/);
  const iso = joined.match(/^iso8859(\d+)$/);
  const label = bigEndian ? "utf-16be" : windows ? `windows-${windows[1]}` : iso ? `iso-8859-${iso[1]}`
    : NAMES[joined] || name;
  return decoderOf(label) ? label : decoderOf(joined) ? joined : null;
}

// The bytes as UTF-8; null: the encoding is unknown; a number: the place of an invalid byte.
export function toUtf8(name, bytes) {
  const joined = name.toLowerCase().replace(/[-_ ]/g, ""), dos = joined.match(/^(?:cp|ibm)?(437|850)$/);
  let text;
  if (/^(latin1|l1|iso88591)$/.test(joined)) text = byTable(bytes, LATIN1);
  else if (/^(us)?ascii$/.test(joined)) text = byTable(bytes, "");
  else if (dos) text = byTable(bytes, DOS[dos[1]]);
  else {
    const label = labelOf(name, joined, bytes);
    if (!label) return null;
    text = byBrowser(label, bytes);
  }
  return typeof text === "number" ? text : new TextEncoder().encode(text);
}
