// The profiles of a device, and erasing the data of one: for pages that manage the
// reader's data. A profile's records are under "playbook:<site>:<profile>:…" (state.js).

import { decode, encode } from "./state.js";

/** The profiles that were used or made on this device; "me" is always one. */
export function profiles(store) {
  const names = new Set(["me", store.profile]);
  for (const key of store.keys()) {
    const parts = key.slice(store.prefix.length).split(":");
    if (parts.length > 1) names.add(decode(parts[0]));
  }
  return [...names].sort();
}

/** Selects a profile. This page uses it after its next load. */
export const choose = (store, profile) => store.write(store.prefix + "profile", profile);

/** The storage keys of the current profile: its records and the copies set aside. */
export const ownKeys = (store) => store.keys().filter((k) => k.startsWith(`${store.prefix}${encode(store.profile)}:`));

/** Erases storage keys; returns the function that restores them. */
export function erase(store, keys) {
  const texts = keys.map((key) => [key, store.read(key)]);
  for (const key of keys) store.write(key, null);
  store.refresh();
  return () => {
    for (const [key, text] of texts) {
      // Changes since then are merged: an open lesson still has its record in memory.
      const uid = key.split(":").length === 4 && store.lessons().find((u) => store.key(u) === key);
      if (uid) store.lesson(uid);
      store.write(key, text);
    }
    store.refresh();
  };
}
