// For TestTwoTabsAtOnce: a store on the real storage, in step with other tabs.
import { createStore } from "lib/state.js";

export function open() {
  const store = createStore({ site: "s" });
  store.listen();
  return store;
}
