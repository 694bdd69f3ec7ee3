// The search dialog: a combobox over a list of results, with filters. It opens on the event pb-search-open. Without
// a text it offers earlier searches and the book's sections.
import { excerpt, keysIn } from "./excerpt.js";
import { recall, remember } from "./memory.js";

const { config, root, locale } = playbook.lib.page, { h } = playbook.lib.dom;

const FACETS = ["kind", "role", "stage", "tag"];
const WAIT = 60; // ms after a key
const SLOW = 200; // ms until it shows that it is loading
const SHOWN = 10;
const ATONCE = 4; // excerpts that are loaded before they are visible

/** Returns open(text), from ask(text, options) (see search.js) and the words of the interface. */
export function createDialog(ask, words) {
  const t = playbook.lib.strings.createStrings(words, locale());
  const site = config().site || "playbook";
  const chosen = new Map(FACETS.map((f) => [f, new Set()]));
  let turn = 0, current = -1, limit = SHOWN, timer, drawn; // drawn: the text to which the list belongs

  const input = h("input", {
    type: "search", role: "combobox", "aria-expanded": "false", "aria-controls": "pb-hits", "aria-autocomplete": "list", "aria-label": t("search"),
    autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "go", oninput: later, onkeydown: key,
  });
  const list = h("div", { id: "pb-hits", role: "listbox", "aria-label": t("results") });
  const count = h("div", { class: "res-n", role: "status" });
  const filters = h("div", { class: "fac" });
  const notes = h("div", { class: "notes" });
  const more = button(t("more"), () => {
    limit += SHOWN;
    input.focus();
    run();
  });
  const hints = [["↓", "choose"], ["Enter", "open"], ["Tab", "filters"], ["Esc", "close"]].map(([key, does]) => h("span", {}, h("kbd", {}, key), " ", t(does)));
  const dialog = h("dialog", { class: "pb-search", "aria-label": t("search"), onclick: (e) => e.target === dialog && dialog.close() },
    h("div", { class: "q" }, icon("search"), input, button(icon("close") || "×", () => dialog.close(), { class: "btn bare", "aria-label": t("close") })),
    h("div", { class: "in" }, filters, h("div", { class: "res-l", tabindex: "0", role: "region", "aria-label": t("results") }, count, notes, list, more)),
    h("footer", {}, hints));

  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      target.read();
    }
  });

  function later() {
    limit = SHOWN;
    clearTimeout(timer);
    timer = setTimeout(run, WAIT);
  }

  async function run() {
    clearTimeout(timer);
    const text = input.value, mine = ++turn;
    if (!text.trim()) return offer();
    const waiting = setTimeout(() => mine === turn && wait(true), SLOW);
    try {
      const answer = await ask(text, { limit, chosen });
      if (mine !== turn) return;
      show(text, answer);
      const facets = await answer.facets();
      if (mine === turn) drawFilters(facets);
    } catch {
      if (mine === turn) say(t("failed"));
    } finally {
      clearTimeout(waiting);
      if (mine === turn) wait(false);
    }
  }

  // Shows that an answer is loading. The last list stays, dimmed.
  function wait(is) {
    list.ariaBusy = is;
    if (is) count.textContent = t("loading");
  }

  function say(text) {
    seen.disconnect();
    list.replaceChildren();
    notes.replaceChildren();
    count.textContent = text;
    list.hidden = more.hidden = true;
    choose(-1);
  }

  function offer() {
    drawn = input.value;
    wait(false);
    say("");
    drawFilters([]);
    const { recent } = recall(site), sections = document.querySelector(".secs")?.cloneNode(true);
    if (recent.length) notes.append(h("h3", {}, t("recent")), ...recent.map((text) => button(text, () => {
      input.value = text;
      input.focus();
      run();
    })));
    if (sections) notes.append(sections);
  }

  function show(text, answer) {
    const was = text === drawn && list.children[current]?.of;
    drawn = text;
    say(answer.total ? t("n_results", answer.total) : t("none", text.trim()));
    const { without, noPhrase, others } = answer;
    const note = (...parts) => notes.append(h("p", {}, ...parts));
    if (answer.shown && answer.total) note(t("showing"), " ", h("b", {}, answer.shown));
    if (without.length) note(t("without"), " ", ...without.flatMap((w, i) => [i ? ", " : "", h("s", {}, w)]));
    if (noPhrase) note(t("no_phrase"));
    for (const o of others || []) note(button(t("others", o.total, o.name), () => (location = root() + o.home)));
    list.append(...answer.results.map((r, i) => option(r, i, answer)));
    choose(answer.results.findIndex((r) => r.url === was)); // keep the chosen result if the text is the same and the result is still there
    list.hidden = !answer.total;
    more.hidden = answer.total <= limit;
    input.setAttribute("aria-expanded", answer.total > 0);
    if (!answer.total) setTimeout(() => input.value === text && remember(site, text, true), 1500);
  }

  // A result. Its excerpt is loaded when it becomes visible.
  function option(r, i, answer) {
    const text = h("p", r.lang ? { lang: r.lang } : {}, "\u00a0");
    const option = h("a", { class: "hit k-" + r.kind, role: "option", id: "pb-hit-" + i, tabindex: "-1", "aria-selected": "false", onclick: () => remember(site, input.value) },
      icon(r.kind) || h("span"), h("div", {},
        h("b", r.lang ? { lang: r.lang } : {}, excerpt(answer, r.title, 200)),
        r.lang && h("span", { class: "badge" }, answer.nameOf(r.lang)),
        h("div", { class: "trail" }, h("i", {}, r.section), ...[...r.trail, r.heading].filter(Boolean).flatMap((x) => [" › ", ...excerpt(answer, x)])),
        text));
    const lead = (more) => {
      const terms = keysIn(answer, r.heading + "\n" + more);
      option.href = root() + r.url + (terms.length ? "?mark=" + encodeURIComponent(terms.join(" ")) : "") + (r.id ? "#" + encodeURIComponent(r.id) : "");
    };
    lead("");
    option.of = r.url;
    option.read = () => r.text().then((whole) => {
      text.replaceChildren(...excerpt(answer, whole));
      lead(whole);
    }, () => {});
    if (i < ATONCE) option.read();
    else seen.observe(option);
    return option;
  }

  // The old filters stay until there are new ones. A filter with the focus keeps it.
  function drawFilters(facets) {
    const at = filters.querySelector(":focus")?.value;
    filters.replaceChildren();
    facets.forEach((values, f) => {
      const set = chosen.get(FACETS[f]);
      if (values[1] || set.size) filters.append(h("fieldset", {}, h("legend", {}, t(FACETS[f])), ...values.map(([value, label, n]) =>
        h("label", {}, h("input", { type: "checkbox", value, checked: set.has(value), onchange: () => {
          set.delete(value) || set.add(value);
          run();
        } }), label, h("span", { class: "n" }, n)))));
    });
    (filters.querySelector(`[value="${CSS.escape(at)}"]`) || dialog.querySelector(":focus") || input).focus();
  }

  function choose(i) {
    list.children[current]?.setAttribute("aria-selected", "false");
    current = i;
    const hit = list.children[i];
    if (!hit) return input.removeAttribute("aria-activedescendant");
    hit.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", hit.id);
    hit.scrollIntoView({ block: "nearest" });
  }

  async function key(e) {
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: 0, Escape: 0 }[e.key];
    if (step === undefined || e.isComposing || e.ctrlKey || e.altKey || e.metaKey) return;
    e.preventDefault();
    if (e.key === "Escape") return dialog.close();
    if (drawn !== input.value) await run(); // the reader was faster than the results, which belong to another text
    const n = list.children.length;
    if (drawn !== input.value || !n) return;
    if (step) choose((Math.max(current, step < 0 ? 0 : -1) + step + n) % n);
    else list.children[Math.max(current, 0)].click();
  }

  return (text) => {
    if (dialog.open) return;
    document.body.append(dialog);
    dialog.showModal();
    input.focus();
    text ? input.value = text : input.select();
    run();
  };
}

const button = (label, onclick, more) => h("button", { type: "button", class: "btn", onclick, ...more }, label);

// An icon with the page's own markup, if the page has the icon.
function icon(name) {
  const id = "pbi-" + name, svg = document.getElementById(id) && document.querySelector("svg.i")?.cloneNode(true);
  svg?.firstElementChild.setAttribute("href", "#" + id);
  return svg;
}
