// Segments of a key, see state.js: those made from a reader's words, and private ones.

/** A path segment made from a reader's words, with "/", "@" and "~" escaped. */
export const segment = (text) => text.replace(/[%/@~]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());

/** Whether a key is private: exports leave it out unless the reader includes it. */
export const isPrivate = (key) => /(^|\/)~/.test(key);
