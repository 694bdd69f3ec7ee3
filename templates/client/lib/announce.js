// The page's one polite live region. Widgets that count while the reader types would
// interrupt themselves, so only the last message within a short time is spoken.

const PAUSE = 400; // ms between messages

/** Makes the region and returns announce(text). */
export function createAnnouncer(doc = document) {
  const region = doc.createElement("div");
  region.className = "pb-announce sr";
  region.setAttribute("role", "status");
  region.setAttribute("aria-live", "polite");
  doc.body.append(region);
  let timer = 0;
  return (text) => {
    clearTimeout(timer);
    // Emptied first, so that the same words are spoken a second time.
    region.textContent = "";
    timer = setTimeout(() => { region.textContent = text; }, PAUSE);
  };
}
