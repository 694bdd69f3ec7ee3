// What a learning platform stores of a journal: that something was written, but not the
// text.

export const answers = {
  pack: (leaves) => (leaves.get("written") === true ? [1] : []),
  unpack: (leaves, [written]) => written === 1 && leaves.set("written", true),
};
