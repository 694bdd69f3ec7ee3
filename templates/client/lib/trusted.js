// The only Trusted Types policy, "playbook": the only way a script's address can
// come about while the page runs. It takes addresses of scripts that this build
// wrote, below the site's own root, and nothing else.

/**
 * root: the site's root, absolute, with its slash. folders: where builds write
 * scripts below it; files: single ones. Gives load(path), path counting from the
 * root, and scriptURL(url), url counting from the page.
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
    script.async = false; // scripts asked for one after the other run in that order
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      loading.delete(path); // a later call may find the network again
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
