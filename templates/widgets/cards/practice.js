// How the daily practice asks a card: its front, then its back, then whether it was
// known. See client/practice.js.

window.playbook.practice.cards = (li, done) => {
  const side = li.querySelector("details"), button = (act) => li.querySelector(`[data-act=${act}]`);
  const choices = [button("wrong"), button("right")];
  const turned = () => {
    button("turn").hidden = side.open;
    for (const b of choices) b.hidden = !side.open;
  };
  side.addEventListener("toggle", turned);
  button("turn").addEventListener("click", () => {
    side.open = true;
    turned();
    button("right").focus();
  });
  for (const b of choices) {
    b.addEventListener("click", () => {
      for (const other of choices) other.disabled = true;
      b.setAttribute("aria-pressed", "true");
      done(b === button("right"));
    }, { once: true });
  }
};
