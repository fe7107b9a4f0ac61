// lzma.mjs - reads a raw LZMA stream, as `xz --format=raw --lzma1=lc=3,lp=0,pb=0` writes it: an
// eighth smaller than what the browser itself can inflate. The format is that of the LZMA
// specification (7-zip.org/sdk.html).

const LITERAL_BITS = 3; // of the byte before that choose a literal's probabilities
const BITS = 11, HALF = 1 << (BITS - 1), SHIFT = 5; // of a probability, and how fast it adapts
const STATES = 12, AFTER_LITERAL = 7; // states below follow a literal
const SLOT_BITS = 6, FIRST_MODELED = 4, FIRST_DIRECT = 14, ALIGN_BITS = 4;
const SHORTEST = 2; // a match

// Where the probabilities of each decision begin.
let count = 0;
const area = size => (count += size) - size;
const IS_MATCH = area(STATES), IS_OLD = area(STATES), IS_OLDER = area(STATES), IS_THIRD = area(STATES);
const IS_FOURTH = area(STATES), IS_LONG = area(STATES);
const SLOTS = area(4 << SLOT_BITS), DISTANCES = area(128), ALIGN = area(1 << ALIGN_BITS);
const lengths = () => ({isMiddle: area(1), isHigh: area(1), low: area(8), middle: area(8), high: area(256)});
const LENGTHS = lengths(), OLD_LENGTHS = lengths();
const LITERALS = area(0x300 << LITERAL_BITS);

class Decoder {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 1; // the first byte is 0
    this.range = 0xffffffff;
    this.code = 0;
    for (let i = 0; i < 4; i++) this.code = (this.code << 8 | bytes[this.at++]) >>> 0;
    this.chances = new Uint16Array(count).fill(HALF);
  }

  refill() {
    if (this.range >= 0x1000000) return;
    this.range = this.range << 8 >>> 0;
    this.code = (this.code << 8 | this.bytes[this.at++]) >>> 0;
  }

  bit(i) {
    const chance = this.chances[i], bound = (this.range >>> BITS) * chance;
    if (this.code < bound) {
      this.range = bound;
      this.chances[i] = chance + ((1 << BITS) - chance >> SHIFT);
      this.refill();
      return 0;
    }
    this.code -= bound;
    this.range -= bound;
    this.chances[i] = chance - (chance >> SHIFT);
    this.refill();
    return 1;
  }

  direct(n) {
    let value = 0;
    while (n--) {
      this.range >>>= 1;
      const bit = this.code >= this.range ? 1 : 0;
      if (bit) this.code -= this.range;
      this.refill();
      value = value << 1 | bit;
    }
    return value;
  }

  tree(start, n) {
    let m = 1;
    for (let i = 0; i < n; i++) m = m << 1 | this.bit(start + m);
    return m - (1 << n);
  }

  // The lowest bit comes first.
  reversed(start, n) {
    let m = 1, value = 0;
    for (let i = 0; i < n; i++) {
      const bit = this.bit(start + m);
      m = m << 1 | bit;
      value |= bit << i;
    }
    return value;
  }

  length({isMiddle, isHigh, low, middle, high}) {
    if (!this.bit(isMiddle)) return this.tree(low, 3);
    if (!this.bit(isHigh)) return 8 + this.tree(middle, 3);
    return 16 + this.tree(high, 8);
  }

  distance(length) {
    const slot = this.tree(SLOTS + (Math.min(length, 3) << SLOT_BITS), SLOT_BITS);
    if (slot < FIRST_MODELED) return slot;
    const n = (slot >> 1) - 1, start = (2 | slot & 1) << n;
    if (slot < FIRST_DIRECT) return start + this.reversed(DISTANCES + start - slot, n);
    return start + (this.direct(n - ALIGN_BITS) << ALIGN_BITS) + this.reversed(ALIGN, ALIGN_BITS);
  }

  // After a match, the byte `expected` is unlikely.
  literal(before, expected, isExpected) {
    const start = LITERALS + 0x300 * (before >> 8 - LITERAL_BITS);
    let symbol = 1;
    while (isExpected && symbol < 0x100) {
      const likely = expected >> 7 & 1, bit = this.bit(start + (1 + likely << 8) + symbol);
      expected <<= 1;
      symbol = symbol << 1 | bit;
      if (bit !== likely) break;
    }
    while (symbol < 0x100) symbol = symbol << 1 | this.bit(start + symbol);
    return symbol & 0xff;
  }
}

// One of the last four distances; it becomes the first of them.
function oldDistance(d, state, old) {
  const i = !d.bit(IS_OLDER + state) ? 0 : !d.bit(IS_THIRD + state) ? 1 : !d.bit(IS_FOURTH + state) ? 2 : 3;
  old.unshift(...old.splice(i, 1));
  return i;
}

// The `size` bytes of the stream.
export function readLzma(bytes, size) {
  const d = new Decoder(bytes), out = new Uint8Array(size), old = [0, 0, 0, 0];
  let state = 0, at = 0;
  while (at < size) {
    const isFresh = state < AFTER_LITERAL;
    if (!d.bit(IS_MATCH + state)) {
      out[at] = d.literal(at ? out[at - 1] : 0, isFresh ? 0 : out[at - old[0] - 1], !isFresh);
      at++;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let length = 1;
    if (!d.bit(IS_OLD + state)) {
      length = d.length(LENGTHS);
      old.pop();
      old.unshift(d.distance(length));
      length += SHORTEST;
      state = isFresh ? 7 : 10;
    } else if (oldDistance(d, state, old) || d.bit(IS_LONG + state)) {
      length = d.length(OLD_LENGTHS) + SHORTEST;
      state = isFresh ? 8 : 11;
    } else state = isFresh ? 9 : 11;
    for (const end = Math.min(at + length, size); at < end; at++) out[at] = out[at - old[0] - 1];
  }
  return out;
}
