// The text over which a file's sum and signature are computed, and SHA-256 in plain
// script: a page from an intranet host over http has no crypto.subtle.

import { canonical } from "../lib/merge.js";

const encoder = new TextEncoder();

const K = new Int32Array(64), START = new Int32Array(8);

// The constants are the first bits of roots of primes (FIPS 180-4, 4.2.2 and 5.3.3).
for (let n = 2, found = 0; found < 64; n++) {
  if (Array.from({ length: Math.floor(Math.sqrt(n)) - 1 }, (_, i) => i + 2).some((d) => n % d === 0)) continue;
  if (found < 8) START[found] = Math.floor((Math.sqrt(n) % 1) * 2 ** 32);
  K[found++] = Math.floor((Math.cbrt(n) % 1) * 2 ** 32);
}

const w = new Int32Array(64); // 32-bit integers throughout, with which browsers are fastest

function block(h, view, at) {
  for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
  for (let i = 16; i < 64; i++) {
    const a = w[i - 15], b = w[i - 2];
    const p = (a >>> 7 | a << 25) ^ (a >>> 18 | a << 14) ^ a >>> 3, q = (b >>> 17 | b << 15) ^ (b >>> 19 | b << 13) ^ b >>> 10;
    w[i] = (w[i - 16] + p | 0) + (w[i - 7] + q | 0) | 0;
  }
  let a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], f = h[5], g = h[6], x = h[7];
  for (let i = 0; i < 64; i++) {
    const s = (x + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) | 0) + ((e & f ^ ~e & g) + (K[i] + w[i] | 0) | 0) | 0;
    const t = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ a & c ^ b & c) | 0;
    x = g; g = f; f = e; e = d + s | 0; d = c; c = b; b = a; a = s + t | 0;
  }
  h[0] += a; h[1] += b; h[2] += c; h[3] += d; h[4] += e; h[5] += f; h[6] += g; h[7] += x;
}

/** The SHA-256 of a text, in hexadecimal. */
export function sha256(text) {
  const bytes = encoder.encode(text), size = Math.ceil((bytes.length + 9) / 64) * 64;
  const padded = new Uint8Array(size), view = new DataView(padded.buffer), h = START.slice();
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  view.setUint32(size - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(size - 4, bytes.length * 8);
  for (let at = 0; at < size; at += 64) block(h, view, at);
  return Array.from(h, (n) => (n >>> 0).toString(16).padStart(8, "0")).join("");
}

/** Whether all keys of a value are sorted. JSON.stringify keeps their order. */
function inOrder(x) {
  if (typeof x !== "object" || x === null) return x !== undefined;
  if (Array.isArray(x)) return x.every(inOrder);
  let last = "";
  for (const k of Object.keys(x)) {
    if (k < last || !inOrder(x[k])) return false;
    last = k;
  }
  return true;
}

/** The canonical text of a document. A document that was read has sorted keys (schema.js). */
const textOf = (x) => (inOrder(x) ? JSON.stringify(x) : canonical(x));

/** The value of a file's "sum": the SHA-256 of everything else. */
export function sumOf({ sum, key, sig, ...rest }) {
  return sha256(textOf(rest));
}

/** The bytes that a file's signature covers: everything but the signature and the sum. */
export const signedBytes = ({ sum, sig, ...rest }) => encoder.encode(canonical(rest));

/** A document with its sum. */
export const sealed = (doc) => ({ ...doc, sum: sumOf(doc) });

/** The text of a file, one line. */
export const fileText = (doc) => canonical(doc) + "\n";
