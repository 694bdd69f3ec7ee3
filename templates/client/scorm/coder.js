// Codes small whole numbers as text and decodes them, in very few characters, because a
// learning platform stores only 4,096. It is an adaptive binary arithmetic coder (after
// lpaq1 by M. Mahoney) with base64url output. A number is coded with its length first
// (Elias and Golomb). Each binary decision uses a model that adapts; the context chooses
// the models. The decoder needs only the contexts. generator/scorm/coder.go is the same in Go.

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const SLOWEST = 28; // observations after which a model learns no slower
const LONGEST = 30; // bits of a number

/** A model: p of 65536 that the next bit is 1, after n observations. */
class Models {
  #all = new Map();

  of(context, slot) {
    const key = context * 512 + slot;
    let model = this.#all.get(key);
    if (!model) this.#all.set(key, (model = { p: 32768, n: 0 }));
    return model;
  }
}

const chance = (model) => (model ? Math.min(4095, Math.max(1, model.p >>> 4)) : 2048);

function learn(model, bit) {
  if (!model) return;
  model.p += Math.trunc(((bit ? 65535 : 0) - model.p) / (model.n + 2));
  if (model.n < SLOWEST) model.n++;
}

/** Where the range [low, high] is divided. */
function middle(low, high, model) {
  const range = high - low, p = chance(model);
  return low + Math.floor(range / 4096) * p + Math.floor(((range % 4096) * p) / 4096);
}

/** What Writer and Reader share: numbers are sequences of bits. */
class Coder {
  models = new Models();
  low = 0;
  high = 0xffffffff;

  narrow(bit, mid) {
    if (bit) this.high = mid;
    else this.low = mid + 1;
  }

  get settled() {
    return ((this.low ^ this.high) >>> 24) === 0;
  }

  shift() {
    this.low = (this.low << 8) >>> 0;
    this.high = ((this.high << 8) | 255) >>> 0;
  }

  /** A yes or no in a context. */
  flag(context, yes) {
    return this.bit(this.models.of(context, 0), yes) === 1;
  }

  /** n bits without a model, the highest first. */
  raw(n, value) {
    let out = 0;
    for (let i = n - 1; i >= 0; i--) out = out * 2 + this.bit(null, value === undefined ? undefined : (value >>> i) & 1);
    return out;
  }

  /** A whole number from 0 to 2^30 - 2 in a context. */
  number(context, value) {
    const given = value !== undefined;
    const length = given ? 31 - Math.clz32(value + 1) : undefined;
    let n = 0;
    while (n < LONGEST && this.bit(this.models.of(context, 1 + n), given ? n < length : undefined)) n++;
    let out = 1, node = 1;
    for (let i = n - 1; i >= 0; i--) {
      const model = n <= 3 || i >= n - 2 ? this.models.of(context, 40 + 8 * n + node) : null;
      const bit = this.bit(model, given ? ((value + 1) >>> i) & 1 : undefined);
      out = out * 2 + bit;
      node = node * 2 + bit;
    }
    return out - 1;
  }
}

export class Writer extends Coder {
  #bytes = [];

  bit(model, bit) {
    const mid = middle(this.low, this.high, model);
    this.narrow(bit, mid);
    learn(model, bit);
    while (this.settled) {
      this.#bytes.push(this.high >>> 24);
      this.shift();
    }
    return bit ? 1 : 0;
  }

  /** All that was written, as text. Missing bytes are read as 0, so one more is enough. */
  text() {
    return toText([...this.#bytes, ...(this.low === 0 ? [] : [(this.low >>> 24) + 1])]);
  }
}

export class Reader extends Coder {
  #bytes;
  #at = 4;
  #value;

  constructor(text) {
    super();
    this.#bytes = fromText(text);
    const b = (i) => this.#bytes[i] ?? 0;
    this.#value = ((b(0) << 24) | (b(1) << 16) | (b(2) << 8) | b(3)) >>> 0;
  }

  /** Whether the reader has read past the end, so that the text is damaged. */
  get spent() {
    return this.#at > this.#bytes.length + 8;
  }

  bit(model) {
    const mid = middle(this.low, this.high, model), bit = this.#value <= mid ? 1 : 0;
    this.narrow(bit, mid);
    learn(model, bit);
    while (this.settled) {
      this.shift();
      this.#value = ((this.#value << 8) | (this.#bytes[this.#at++] ?? 0)) >>> 0;
    }
    return bit;
  }
}

function toText(bytes) {
  let out = "", bits = 0, have = 0;
  for (const b of bytes) {
    bits = (bits << 8) | b;
    for (have += 8; have >= 6; have -= 6) out += DIGITS[(bits >>> (have - 6)) & 63];
    bits &= 63;
  }
  return have ? out + DIGITS[(bits << (6 - have)) & 63] : out;
}

function fromText(text) {
  const bytes = [];
  let bits = 0, have = 0;
  for (const c of text) {
    const n = DIGITS.indexOf(c);
    if (n < 0) throw new RangeError("not base64url");
    bits = ((bits << 6) | n) & 0xffff;
    have += 6;
    if (have >= 8) bytes.push((bits >>> (have -= 8)) & 255);
  }
  return bytes;
}

/** FNV-1a of a text, 32 bits: a checksum. */
export function sum(text) {
  let n = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) n = Math.imul(n ^ text.charCodeAt(i), 0x01000193);
  return n >>> 0;
}
