// One polite live region a page. Widgets that count while the reader types would
// talk over themselves, so only the last message of a moment is spoken.

const PAUSE = 400; // ms between messages

/** Makes the region and gives announce(text). */
export function createAnnouncer(doc = document) {
  const region = doc.createElement("div");
  region.className = "pb-announce sr";
  region.setAttribute("role", "status");
  region.setAttribute("aria-live", "polite");
  doc.body.append(region);
  let timer = 0;
  return (text) => {
    clearTimeout(timer);
    // Emptied first: the same words a second time are news as well.
    region.textContent = "";
    timer = setTimeout(() => { region.textContent = text; }, PAUSE);
  };
}
