/** Normalizes headers and names for comparing: "Marge (%)" and "marge %" are equal. */
export const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}%]+/gu, " ").trim();
