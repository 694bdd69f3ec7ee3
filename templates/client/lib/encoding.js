// The text of a file from another program. Spreadsheets on Windows save tables in the
// code page of the country, and the file does not say which. It is guessed from the
// bytes, and the reader may choose another.

/** The encodings a reader can choose among. */
export const ENCODINGS = ["utf-8", "windows-1252", "windows-1250", "windows-1251", "utf-16le"];

// The letters beyond ASCII in words of each code page's countries. Read in a wrong code
// page, most of them become other characters.
const LETTERS = {
  "windows-1252": /[àâäáãåæçèéêëìíîïñòóôöõøùúûüœßÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØÙÚÛÜŒ]/u,
  "windows-1250": /[ąćęłńóśźżáčďéěíňřšťúůýžőűäöüßâîșțĄĆĘŁŃÓŚŹŻÁČĎÉĚÍŇŘŠŤÚŮÝŽŐŰÄÖÜ]/u,
};
const SIGNS = /[€£§°´«»„“”‚‘’–—…•·®©™\u00a0]/u;

/**
 * Bytes as text: {text, encoding}. likely is the code page of the page's language, which decides if several fit
 * equally well.
 */
export function decode(bytes, likely = "windows-1252") {
  const encoding = encodingOf(bytes, likely);
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}

function encodingOf(bytes, likely) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const head = bytes.subarray(0, 2000);
  const nuls = (odd) => head.filter((b, i) => b === 0 && i % 2 === odd).length;
  if (nuls(1) > head.length / 5 && nuls(0) === 0) return "utf-16le";
  if (nuls(0) > head.length / 5 && nuls(1) === 0) return "utf-16be";
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return "utf-8";
  } catch {
    return codePage(bytes.subarray(0, 200000), likely);
  }
}

/** The code page of bytes that are not UTF-8. */
function codePage(bytes, likely) {
  const high = (b) => b >= 0xc0 || b === 0xa8 || b === 0xb8;
  let all = 0, beside = 0;
  bytes.forEach((b, i) => {
    if (!high(b)) return;
    all++;
    if (high(bytes[i - 1] ?? 0) || high(bytes[i + 1] ?? 0)) beside++;
  });
  // Cyrillic words consist of high bytes; elsewhere accents stand apart.
  if (all > 0 && beside / all > 0.7) return "windows-1251";
  const first = likely === "windows-1250" ? "windows-1250" : "windows-1252";
  const other = first === "windows-1250" ? "windows-1252" : "windows-1250";
  return fit(bytes, other) > fit(bytes, first) ? other : first;
}

/** How many of the characters beyond ASCII are such letters. */
function fit(bytes, encoding) {
  const chars = [...new TextDecoder(encoding).decode(bytes)].filter((c) => c > "\u007f");
  return chars.filter((c) => LETTERS[encoding].test(c) || SIGNS.test(c)).length;
}
