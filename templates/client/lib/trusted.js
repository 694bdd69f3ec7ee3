// The only Trusted Types policy, "playbook": the only way a script's address can
// come about while the page runs. It takes addresses of scripts that this build
// wrote, below the site's own root, and nothing else.

/**
 * root: the site's root as the page's address has it, absolute, with its slash.
 * folders: where this build wrote scripts, e.g. ["assets/"]; files: single ones.
 */
export function createLoader({ root, folders = ["assets/"], files = ["sw.js"] }) {
  const own = (url) => {
    const { href } = new URL(url, root);
    const path = href.startsWith(root) ? href.slice(root.length) : "";
    const known = files.includes(path) || folders.some((f) => path.startsWith(f));
    if (!known || !/^[\w./-]+\.js$/.test(path) || path.includes("..")) throw new TypeError(`no script of this site: ${url}`);
    return href;
  };
  const policy = globalThis.trustedTypes?.createPolicy("playbook", { createScriptURL: own }) ?? { createScriptURL: own };
  const loading = new Map();

  /** A trusted address, for a script or a service worker. */
  const scriptURL = (path) => policy.createScriptURL(root + path);

  /** Loads a classic script once; path counts from the site's root. */
  const load = (path) => {
    if (!loading.has(path)) loading.set(path, inject(path));
    return loading.get(path);
  };

  const inject = (path) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = scriptURL(path);
    script.onload = resolve;
    script.onerror = () => {
      script.remove();
      loading.delete(path); // a later call may find the network again
      reject(new Error(`script "${path}" did not load`));
    };
    document.head.append(script);
  });

  return { load, scriptURL };
}
