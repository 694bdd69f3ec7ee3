// The only Trusted Types policy, "playbook". No other code can make a script's address
// while the page runs. It accepts only addresses of scripts that this build wrote,
// below the site's root.

/**
 * root: the site's root, absolute, with its slash. folders: where builds write scripts below it; files: single ones. Returns
 * load(path), with path relative to the root, and scriptURL(url), with url relative to the page.
 */
export function createLoader({ root, folders = ["assets/", "search/"], files = ["sw.js"] }) {
  const own = (url) => {
    const { href } = new URL(url, document.baseURI);
    const path = href.startsWith(root) ? href.slice(root.length) : "";
    const known = files.includes(path) || folders.some((f) => path.startsWith(f));
    if (!known || !/^([\w./-]+\.js|search\/[\w-]+\.js\?\d+)$/.test(path) || path.includes("..")) throw new TypeError(`no script of this site: ${url}`);
    return href;
  };
  const policy = globalThis.trustedTypes?.createPolicy("playbook", { createScriptURL: own }) ?? { createScriptURL: own };
  const loading = new Map();

  const inject = (path) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = policy.createScriptURL(root + path);
    script.async = false; // scripts run in the order of the calls
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      loading.delete(path); // so that a later call retries
      reject(new Error(`script "${path}" did not load`));
    };
    document.head.append(script);
  });

  return {
    /** A trusted address, for a script or a service worker. */
    scriptURL: (url) => policy.createScriptURL(url),
    /** Loads a classic script, once. */
    load(path) {
      if (!loading.has(path)) loading.set(path, inject(path));
      return loading.get(path);
    },
  };
}
