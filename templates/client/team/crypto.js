// Signatures. Browsers sign only on secure addresses (https, this device, file://). On
// a plain http address subtle() is null, and the pages say what does not work there.
//
// A device's key cannot be read out of its browser. It is in the browser's database,
// because localStorage holds only texts. A manager's key is made here and is in a file
// that a passphrase protects.

import { sumOf, sealed, signedBytes } from "./canon.js";
import { VERSION } from "./format.js";

const EC = { name: "ECDSA", namedCurve: "P-256" }, SIGN = { name: "ECDSA", hash: "SHA-256" };
const ROUNDS = 600000; // OWASP's advice of 2023 for PBKDF2 with SHA-256

/** The browser's functions for signing, or null. */
export const subtle = () => (globalThis.isSecureContext && globalThis.crypto?.subtle) || null;

const toText = (bytes) => btoa(Array.from(new Uint8Array(bytes), (b) => String.fromCharCode(b)).join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

function database() {
  return new Promise((resolve, reject) => {
    const open = indexedDB.open("playbook", 1);
    open.onupgradeneeded = () => open.result.createObjectStore("keys");
    open.onsuccess = () => resolve(open.result);
    open.onerror = () => reject(open.error);
  });
}

function request(db, mode, fn) {
  return new Promise((resolve, reject) => {
    const asked = fn(db.transaction("keys", mode).objectStore("keys"));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/** This browser's key pair for a name, made on first use; null if it cannot be made. */
export async function deviceKey(name) {
  if (!subtle()) return null;
  try {
    const db = await database(), known = await request(db, "readonly", (s) => s.get(name));
    if (known?.privateKey) return known;
    const made = await subtle().generateKey(EC, false, ["sign", "verify"]);
    await request(db, "readwrite", (s) => s.put(made, name));
    return made;
  } catch {
    return null; // the database is blocked, so the file has no signature
  }
}

/** A document with key, signature and sum; keys: a key pair, or {privateKey, key}. */
export async function signed(doc, keys) {
  const key = keys.key ?? toText(await subtle().exportKey("raw", keys.publicKey));
  const full = { ...doc, key };
  const sig = toText(await subtle().sign(SIGN, keys.privateKey, signedBytes(full)));
  return sealed({ ...full, sig });
}

const imported = new Map();

function publicKey(text) {
  if (!imported.has(text)) imported.set(text, subtle().importKey("raw", toBytes(text), EC, true, ["verify"]));
  return imported.get(text);
}

/** Whether a document's signature is valid: true, false, or null if it has none or it cannot be checked. */
export async function verify(doc) {
  if (!doc.key && !doc.sig) return null;
  if (!subtle()) return null;
  try {
    return await subtle().verify(SIGN, await publicKey(doc.key), toBytes(doc.sig), signedBytes(doc));
  } catch {
    return false;
  }
}

/**
 * How far a sign-off can be trusted: 2 if the key is one of site.toml's, 1 for another
 * key, 0 for the sum alone, -1 if it was altered, null if it has a signature that
 * cannot be checked here.
 */
export async function trust(doc, keys = []) {
  if (doc.sum !== sumOf(doc)) return -1;
  if (!doc.key && !doc.sig) return 0;
  const fits = await verify(doc);
  return fits === null ? null : !fits ? -1 : keys.includes(doc.key) ? 2 : 1;
}

async function lock(passphrase, salt, rounds) {
  const base = await subtle().importKey("raw", new TextEncoder().encode(passphrase.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  return subtle().deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** Makes a manager's key and its file, protected by a passphrase. */
export async function makeKeyFile({ site, by, passphrase }) {
  const pair = await subtle().generateKey(EC, true, ["sign", "verify"]);
  const salt = crypto.getRandomValues(new Uint8Array(16)), iv = crypto.getRandomValues(new Uint8Array(12));
  const secret = await subtle().encrypt({ name: "AES-GCM", iv }, await lock(passphrase, salt, ROUNDS), await subtle().exportKey("pkcs8", pair.privateKey));
  return {
    format: "playbook-key", v: VERSION, site, by, public: toText(await subtle().exportKey("raw", pair.publicKey)),
    kdf: "PBKDF2-SHA-256", rounds: ROUNDS, salt: toText(salt), iv: toText(iv), secret: toText(secret),
  };
}

/** Opens a key file: {privateKey, key, by}, null for a wrong passphrase. */
export async function openKeyFile(doc, passphrase) {
  try {
    const pkcs8 = await subtle().decrypt({ name: "AES-GCM", iv: toBytes(doc.iv) }, await lock(passphrase, toBytes(doc.salt), doc.rounds), toBytes(doc.secret));
    return { privateKey: await subtle().importKey("pkcs8", pkcs8, EC, false, ["sign"]), key: doc.public, by: doc.by };
  } catch {
    return null;
  }
}
