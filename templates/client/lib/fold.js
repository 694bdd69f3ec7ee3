/** Makes headers and names comparable: "Marge (%)" and "marge %" are one. */
export const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}%]+/gu, " ").trim();
