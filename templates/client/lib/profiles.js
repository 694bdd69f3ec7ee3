// The profiles of a device, and erasing what one of them has: for pages that manage the
// reader's data. A profile's records are under "playbook:<site>:<profile>:…" (state.js).

import { decode, encode } from "./state.js";

/** The profiles that have been used or made on this device; "me" is always one. */
export function profiles(store) {
  const names = new Set(["me", store.profile]);
  for (const key of store.keys()) {
    const parts = key.slice(store.prefix.length).split(":");
    if (parts.length > 1) names.add(decode(parts[0]));
  }
  return [...names].sort();
}

/** Makes a profile the one in use, on this page after its next load. */
export const choose = (store, profile) => store.write(store.prefix + "profile", profile);

/** The storage keys of the profile in use: its records and the copies set aside. */
export const ownKeys = (store) => store.keys().filter((k) => k.startsWith(`${store.prefix}${encode(store.profile)}:`));

/** Erases storage keys; gives the function that puts them back. */
export function erase(store, keys) {
  const texts = keys.map((key) => [key, store.read(key)]);
  for (const key of keys) store.write(key, null);
  store.refresh();
  return () => {
    for (const [key, text] of texts) {
      // What was written since is merged in: an open lesson keeps it meanwhile.
      const uid = key.split(":").length === 4 && store.lessons().find((u) => store.key(u) === key);
      if (uid) store.lesson(uid);
      store.write(key, text);
    }
    store.refresh();
  };
}
