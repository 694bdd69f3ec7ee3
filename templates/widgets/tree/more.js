// The exports of a tree: the path taken, as a table and as Markdown. Loaded on first
// export.

customElements.get("pb-tree").exports = (tree) => ({ hasPrivate: false, rows: () => rows(tree), markdown: (md) => markdown(tree, md) });

/** The steps, {text, choice}: each node with the choice made there ("" at the end). */
function steps({ path, nodes }) {
  return path.map((s, i) => {
    const n = nodes.get(s.id);
    return { text: n.text, choice: path[i + 1] ? n.choices[path[i + 1].by].text : "" };
  });
}

const rows = (tree) => [["step", "node", "choice"].map((c) => tree.t("col_" + c)), ...steps(tree).map((s, i) => [i + 1, s.text, s.choice])];

function markdown(tree, md) {
  return md.heading(2, tree.heading) + steps(tree).map((s, i) => `${i + 1}. ${md.escape(s.text)}\n${s.choice && `   - ${md.escape(s.choice)}\n`}`).join("") + "\n";
}
