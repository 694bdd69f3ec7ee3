// The segments of a key, see state.js: those of a reader's own words, and private ones.

/** A path segment from a reader's own words: no "/", "@" or "~" of meaning. */
export const segment = (text) => text.replace(/[%/@~]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());

/** Whether a key is private: left out of exports unless the reader ticks it in. */
export const isPrivate = (key) => /(^|\/)~/.test(key);
