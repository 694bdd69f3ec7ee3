// The browser's half of the formula language; generator/formula is the other half. It
// computes a formula given as nested arrays, ["/",["v",3],["n",2]]. Both halves agree
// to the last bit. An unknown operation is refused.

// evaluate computes tree. slots has the values of the variables: a number, a boolean,
// or null for unanswered. It returns a number, a boolean, null (unanswered), or a fault
// as a string: "div0", "overflow" or "range". The first fault from the left takes
// precedence over an unanswered operand.
export function evaluate(tree, slots) {
  if (!Array.isArray(tree)) throw new TypeError('formula: not an operation');
  const op = tree[0];
  switch (op) {
    case 'n': case 'b': return tree[1];
    case 'v': return finite(slots[tree[1]] ?? null);
    case '?': case '&&': case '||': case 'answered': case 'coalesce': return lazy(op, tree, slots);
  }
  const args = [];
  for (let i = 1; i < tree.length; i++) {
    const value = evaluate(tree[i], slots);
    if (typeof value === 'string') return value;
    args.push(value);
  }
  switch (op) {
    case 'sum': case 'avg': case 'min': case 'max': case 'count': return fold(op, args.filter((v) => v !== null));
  }
  if (args.includes(null)) return null;
  const [x, y, z] = args;
  switch (op) {
    case '!': return !x;
    case '==': return x === y;
    case '!=': return x !== y;
    case '<': return x < y;
    case '<=': return x <= y;
    case '>': return x > y;
    case '>=': return x >= y;
    case 'neg': return -x;
    case '+': return finite(x + y);
    case '-': return finite(x - y);
    case '*': return finite(x * y);
    case '/': return y === 0 ? 'div0' : finite(x / y);
    case '%': return y === 0 ? 'div0' : x % y;
    case 'abs': return Math.abs(x);
    case 'floor': return Math.floor(x);
    case 'ceil': return Math.ceil(x);
    case 'clamp': return y > z ? 'range' : x < y ? y : x > z ? z : x;
    case 'round': return round(x, y ?? 0);
  }
  throw new TypeError('formula: unknown operation');
}

const finite = (x) => (typeof x === 'number' && !Number.isFinite(x) ? 'overflow' : x);

// lazy computes the operations that do not evaluate all their operands.
function lazy(op, tree, slots) {
  let value = evaluate(tree[1], slots);
  if (typeof value === 'string') return value;
  if (op === 'answered') return value !== null;
  if (op === 'coalesce') {
    for (let i = 2; i < tree.length && value === null; i++) value = evaluate(tree[i], slots);
    return value;
  }
  if (value === null) return null;
  if (op === '?') return evaluate(tree[value ? 2 : 3], slots);
  return value === (op === '||') ? value : evaluate(tree[2], slots);
}

// fold combines the answered values from left to right. Without any, the result is
// unanswered.
function fold(op, args) {
  if (!args.length) return null;
  if (op === 'count') return args.filter(Boolean).length;
  const total = args.reduce((acc, x) => {
    if (op === 'min') return x < acc ? x : acc;
    if (op === 'max') return x > acc ? x : acc;
    return acc + x;
  });
  return op === 'avg' && Number.isFinite(total) ? total / args.length : finite(total);
}

// round rounds x to d decimals (to tens for d = -1), half away from zero, on
// the shortest decimal text that reads back as x: round(1.005, 2) is 1.01.
export function round(x, d) {
  if (!Number.isInteger(d) || Math.abs(d) > 15) return 'range';
  const [mantissa, e] = Math.abs(x).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const keep = Number(e) + 1 + d;
  if (keep >= digits.length) return x;
  const up = keep >= 0 && digits[keep] >= '5';
  const kept = BigInt(digits.slice(0, Math.max(keep, 0))) + (up ? 1n : 0n); // 16 digits may exceed 2^53
  const y = Number(`${kept}e${-d}`);
  return x < 0 || Object.is(x, -0) ? -y : y;
}
