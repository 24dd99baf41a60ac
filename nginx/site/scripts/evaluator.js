// Alpine's own evaluator compiles attributes with Function, which our content security policy
// forbids. This one reads the few forms the pages use, and refuses everything else:
//
//     a.b.c     !a.b     a.b(c, 'text', 3)     a.b = c
//
// A path through something absent is undefined rather than an error, as with `?.`.

const token = /\s*(?:([A-Za-z_$][\w$]*)|'([^']*)'|(\d+)|([!.,()=]))/y;
const constants = { true: true, false: false, null: null, undefined: undefined };

function tokens(text) {
  const found = [];
  token.lastIndex = 0;
  while (text.slice(token.lastIndex).trim()) {
    const match = token.exec(text);
    if (!match) throw new SyntaxError(`Cannot read the expression “${text}”`);
    const [, name, string, digits, mark] = match;
    found.push({ name, mark, literal: string !== undefined ? string : digits && Number(digits) });
  }
  return found;
}

/** Turns an expression into a function of a scope that answers `{ owner, value, assign }`. */
function compile(text) {
  const rest = tokens(text);
  const next = (mark) => rest.length > 0 && rest[0].mark === mark && Boolean(rest.shift());
  const fail = () => { throw new SyntaxError(`Cannot read the expression “${text}”`); };

  function operand() {
    if (next('!')) {
      const inner = operand();
      return (scope) => ({ value: !settle(inner(scope), scope) });
    }
    const first = rest.shift() || fail();
    if (first.literal !== undefined) return () => ({ value: first.literal });
    if (!first.name) fail();
    if (first.name in constants) return () => ({ value: constants[first.name] });
    let path = (scope) => member(scope, first.name);
    for (;;) {
      const before = path;
      if (next('.')) {
        const { name } = rest.shift() || fail();
        path = (scope) => member(before(scope).value, name, scope);
      } else if (next('(')) {
        const list = args();
        path = (scope) => {
          const { owner, value } = before(scope);
          return { value: value.apply(owner, list.map((arg) => arg(scope).value)) };
        };
      } else return path;
    }
  }

  function args() {
    const list = [];
    while (!next(')')) {
      list.push(operand());
      if (!next(',') && !(rest[0] && rest[0].mark === ')')) fail();
    }
    return list;
  }

  const target = operand();
  const source = next('=') ? operand() : undefined;
  if (rest.length) fail();
  if (!source) return target;
  return (scope) => {
    const value = source(scope).value;
    target(scope).assign(value);
    return { value };
  };
}

function member(owner, name) {
  if (owner === undefined || owner === null) return { owner, value: undefined, assign() {} };
  return { owner, value: owner[name], assign(value) { owner[name] = value; } };
}

/** A method named without parentheses is called, as Alpine does. */
function settle({ owner, value }, scope, params = []) {
  return typeof value === 'function' ? value.apply(owner || scope, params) : value;
}

const compiled = new Map();

/** The evaluator to hand to `Alpine.setEvaluator`; `names` are known to every expression. */
export function evaluator(Alpine, names) {
  return (element, expression) => (receiver = () => {}, { scope = {}, params = [] } = {}) => {
    const everything = Alpine.mergeProxies([scope, ...Alpine.closestDataStack(element), names]);
    if (typeof expression === 'function') return receiver(expression.apply(everything, params));
    if (!compiled.has(expression)) compiled.set(expression, compile(expression));
    return receiver(settle(compiled.get(expression)(everything), everything, params));
  };
}
