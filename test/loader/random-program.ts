// Writes random k6 scripts that end: helpers, closures, classes, array callbacks, loops with labels, try/finally, with
// blocking calls anywhere. A program is a list of choices, so that fast-check can shrink it.

/** Reads choices; past the end every choice is the first, which is always the simplest. */
class Choices {
  readonly #list: readonly number[];
  #at = 0;

  constructor(list: readonly number[]) {
    this.#list = list;
  }

  below(count: number): number {
    const choice = this.#list[this.#at++] ?? 0;
    return choice % count;
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.below(items.length)] ?? items[0];
  }

  get spent(): boolean {
    return this.#at >= this.#list.length;
  }
}

/** What is in scope where code is being written. */
interface Scope {
  /** Variables that hold numbers. */
  readonly numbers: readonly string[];
  /** Functions of (number, number) that give a number. */
  readonly functions: readonly string[];
  readonly loops: readonly string[];
  readonly inFunction: boolean;
  readonly inSwitchOrLoop: boolean;
  readonly depth: number;
}

class Writer {
  readonly #choices: readonly number[];
  #choose: Choices;
  #names = 0;

  constructor(choices: readonly number[]) {
    this.#choices = choices;
    this.#choose = new Choices(choices);
  }

  program(): string {
    const known: string[] = [];
    const top = (): Scope => ({
      numbers: ["seed"],
      functions: known,
      loops: [],
      inFunction: true,
      inSwitchOrLoop: false,
      depth: 0,
    });
    const parts = [`const seed = 3;`];
    // Half of the choices go to the helpers, half to the function that uses them.
    const helpers = 5;
    const share = Math.floor(this.#choices.length / (2 * helpers));
    for (let n = 0; n < helpers; n++) {
      this.#choose = new Choices(this.#choices.slice(n * share, (n + 1) * share));
      parts.push(this.#definition(top(), known));
    }
    this.#choose = new Choices(this.#choices.slice(helpers * share));
    return `
import http, { post } from "k6/http";
import * as everything from "k6/http";
import { sleep, group, check } from "k6";
let calls = 0;
let total = 0;
const tick = () => { if (++calls > 200) throw new Error("too many calls"); };
const log = (...values) => console.log(...values);
const { get: fetchIt } = http;
const apply = (fn, a, b) => fn(a, b);
const twice = (fn) => (a, b) => fn(fn(a, b), b);
const pureSum = (a, b) => (a + b) % 97;
${parts.join("\n")}
export default function () {
${this.#statements({ ...top(), inFunction: true }, 8)}
  return seed;
}
`;
  }

  #name(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }

  /** A top-level helper; what can be called is added to `known`. */
  #definition(scope: Scope, known: string[]): string {
    const name = this.#name("f");
    const inner = { ...scope, numbers: [...scope.numbers, "a", "b"], depth: 1 };
    switch (this.#choose.below(9)) {
      case 0:
        known.push(name);
        return `function ${name}(a, b) { tick(); log("${name}");\n${this.#statements(inner, 3)} return ${this.#number(inner)}; }`;
      case 1:
        known.push(name);
        return `const ${name} = (a, b) => { tick(); log("${name}");\n${this.#statements(inner, 2)} return ${this.#number(inner)}; };`;
      case 2:
        known.push(name);
        return `const ${name} = (a, b = ${this.#number({ ...inner, numbers: ["seed", "a"] })}) => (tick(), log("${name}"), ${this.#number(inner)});`;
      case 3: {
        const text = `const ${name} = { m(a, b) { tick(); log("${name}.m", this === ${name}); ${this.#statements(inner, 2)} return ${this.#number(inner)}; },
  n: (a, b) => (tick(), ${this.#number(inner)}), get size() { return seed + 1; }, ["c" + 1](a, b) { tick(); return ${this.#number(inner)}; }, };`;
        known.push(`${name}.m`, `${name}["n"]`, `${name}.c1`, `${name}?.m`);
        return text;
      }
      case 4: {
        const text = `class ${name} {
  base = ${this.#choose.below(5)}; arrow = (a, b) => (tick(), ${this.#number({ ...inner, numbers: [...inner.numbers, "this.base"] })});
  constructor(base) { this.base += base; }
  m(a, b) { tick(); log("${name}.m", this.base);\n${this.#statements({ ...inner, numbers: [...inner.numbers, "this.base"] }, 2)} return this.#p(a, b); }
  static s(a, b) { tick(); return ${this.#number(inner)}; }
  #p(a, b) { return ${this.#number(inner)}; }
}
class ${name}b extends ${name} { constructor(x) { super(x); this.base += 1; } m(a, b) { log("sub"); return super.m(a, b) + ${this.#number(inner)}; } }
const ${name}i = new ${name}b(2);`;
        known.push(`${name}.s`, `${name}i.m`, `${name}i.arrow`, `new ${name}(1).m`);
        return text;
      }
      case 5:
        known.push(`${name}(1)`);
        return `function ${name}(k) { let count = 0; return function (a, b) { tick(); count += 1; log("${name}", count, arguments.length); return ${this.#number(inner)} + count; }; }`;
      case 6: {
        const list = this.#callable(scope);
        known.push(`${name}[1]`, `${name}[seed % 2]`);
        return `const ${name} = [${list}, (a, b) => (tick(), ${this.#number(inner)})];`;
      }
      case 7:
        known.push(name);
        return `function ${name}(a, ...rest) { tick(); log("${name}", rest.length); const [b = 1] = rest; return ${this.#number(inner)}; }`;
      default:
        known.push(`${name}.get("k")`);
        return `const ${name} = new Map([["k", ${this.#callable(scope)}]]);`;
    }
  }

  /** An expression that gives a function of two numbers. */
  #callable(scope: Scope): string {
    const { functions } = scope;
    const named = functions[this.#choose.below(Math.max(1, functions.length))] ?? "pureSum";
    if (scope.depth > 3 || this.#choose.spent) return named;
    const inner = {
      ...scope,
      numbers: [...scope.numbers, "a"],
      depth: scope.depth + 2,
      loops: [],
      inSwitchOrLoop: false,
    };
    switch (this.#choose.below(8)) {
      case 1:
        return `((a, b) => (tick(), ${this.#number({ ...inner, numbers: [...inner.numbers, "b"] })}))`;
      case 2:
        return `(function (a) { tick(); ${this.#statements(inner, 2)} return ${this.#number(inner)}; })`;
      case 3:
        return `twice(${named})`;
      case 4:
        return `pureSum`;
      case 5:
        return `(a) => http.get(a).status`;
      case 6:
        return `(${this.#number(scope)} % 2 ? ${named} : pureSum)`;
      default:
        return /^new |\?\./.test(named) ? `(a, b) => ${named}(a, b)` : named;
    }
  }

  /** An expression that gives a number. */
  #number(scope: Scope): string {
    const { numbers, functions } = scope;
    const plain = numbers[this.#choose.below(numbers.length)] ?? "seed";
    if (scope.depth > 4 || this.#choose.spent) return plain;
    const deeper = { ...scope, depth: scope.depth + 1 };
    const number = (): string => this.#number(deeper);
    const named = functions[this.#choose.below(Math.max(1, functions.length))] ?? "pureSum";
    const callback = (params: string, extra: readonly string[]): string =>
      `(${params}) => ${this.#number({ ...deeper, numbers: [...numbers, ...extra], depth: scope.depth + 2 })}`;
    switch (this.#choose.below(39)) {
      case 1:
        return `http.get(${number()}).status`;
      case 2:
        return `${named}(${number()}, ${number()})`;
      case 3:
        return `(${number()} + ${number()})`;
      case 4:
        return `(${number()} % 2 ? ${number()} : ${number()})`;
      case 5:
        return `(${number()} && ${number()})`;
      case 6:
        return `[1, 2, ${number()}].map(${callback("x, i", ["x", "i"])}).reduce(${callback("s, x", ["s", "x"])}, 0)`;
      case 7:
        return `([3, ${number()}, 5].find(${callback("x", ["x"])}) ?? 7)`;
      case 8:
        return `[1, 2, 3].filter(${callback("x", ["x"])}).length`;
      case 9:
        return `Number([2, 1].${this.#choose.pick(["some", "every"])}(${callback("x", ["x"])}))`;
      case 10:
        return `group("g", () => ${number()})`;
      case 11:
        return `Number(check(${number()}, { one: ${callback("v", ["v"])}, two: (v) => v > 1 }))`;
      case 12:
        return `((x) => ${this.#number({ ...deeper, numbers: [...numbers, "x"] })})(${number()})`;
      case 13:
        return `(function () { return ${number()}; })()`;
      case 14:
        return /^new |\?\./.test(named) ? number() : `${named}.call(${this.#receiver(named)}, ${number()}, 1)`;
      case 15:
        return /^new |\?\./.test(named) ? number() : `${named}.apply(${this.#receiver(named)}, [${number()}, 2])`;
      case 16:
        return `${this.#bindable(named)}.bind(null, ${number()})(2)`;
      case 17:
        return `apply(${this.#callable(deeper)}, ${number()}, ${number()})`;
      case 18:
        return `fetchIt(${number()}).json().n`;
      case 19:
        return `\`\${${number()}}\`.length`;
      case 20:
        return `(${named}?.(${number()}, 1)?.valueOf?.() ?? 0)`;
      case 21:
        return `({ v: ${number()}, m() { return this.v + ${number()}; } }).m?.()`;
      case 22:
        return `http.batch([${number()}, ${number()}])[1].status`;
      case 23:
        return `(post(${number()}).deep?.value(${number()}) ?? 1)`;
      case 24:
        return `(sleep(${number()}), ${number()})`;
      case 25:
        return `[[1, 2], [3]].flatMap((pair) => pair.map(${callback("x", ["x"])})).length`;
      case 26:
        return `Math.max(...[${number()}, ${number()}])`;
      case 27:
        return `everything.put(${number()})?.json().n`;
      case 28:
        return `(({ w = ${number()} }) => w)({})`;
      case 29:
        return `[4, ${number()}].findIndex(${callback("x", ["x"])})`;
      case 30:
        return `Object.entries({ p: ${number()}, q: 2 }).map(([k, v]) => v + ${number()}).length`;
      case 31:
        return `(seed > 90 ? null : { f: ${this.#callable(deeper)} })?.f(1, ${number()})?.toFixed(0).length`;
      case 32:
        return `[${number()}, 2].reduceRight(${callback("s, x, i", ["s", "x", "i"])})`;
      case 33:
        return `[5, 6].findLast(${callback("x", ["x"])}) | 0`;
      case 34:
        return `((p, q = ${number()}, ...r) => p + q + r.length)(${number()})`;
      case 35:
        return `((f) => f(1, 2))(${this.#callable(deeper)})`;
      case 36:
        return `(total += ${number()})`;
      case 37:
        return `(total % 50 + ${number()})`;
      case 38:
        return `(total = ${number()} - total % 10)`;
      default:
        return String(this.#choose.below(9));
    }
  }

  #receiver(named: string): string {
    const dot = named.search(/\.\w+$|\["n"\]$/);
    return dot > 0 ? named.slice(0, dot) : "null";
  }

  #bindable(named: string): string {
    return named.includes(".") || named.includes("[") ? "pureSum" : named;
  }

  #statements(scope: Scope, count: number): string {
    let inner = scope;
    const lines: string[] = [];
    for (let n = 0; n < count && !this.#choose.spent; n++) {
      const { text, declared } = this.#statement(inner);
      lines.push(text);
      if (declared) inner = { ...inner, numbers: [...inner.numbers, declared] };
    }
    return lines.join("\n");
  }

  #statement(scope: Scope): { text: string; declared?: string } {
    const deeper = { ...scope, depth: scope.depth + 1 };
    const block = (extra: Partial<Scope> = {}): string => `{ ${this.#statements({ ...deeper, ...extra }, 2)} }`;
    const number = (): string => this.#number(deeper);
    const name = this.#name("v");
    if (scope.depth > 4) return { text: `log(${number()});` };
    const loop = (variable: string): Partial<Scope> => ({
      loops: [...scope.loops, `l${name}`],
      inSwitchOrLoop: true,
      numbers: [...scope.numbers, variable],
    });
    switch (this.#choose.below(19)) {
      case 1:
        return { text: `let ${name} = ${number()};`, declared: name };
      case 2:
        return { text: `if (${number()} % 2) ${block()} else ${block()}` };
      case 3:
        return { text: `l${name}: for (let ${name} = 0; ${name} < 3; ${name}++) ${block(loop(name))}` };
      case 4:
        return { text: `l${name}: for (const ${name} of [1, ${number()}, 3]) ${block(loop(name))}` };
      case 5:
        return { text: `{ let ${name} = 2; l${name}: while (${name}-- > 0) ${block(loop(name))} }` };
      case 6:
        return {
          text: `try ${block()} catch (error) { log("caught", error.message); ${this.#statements(deeper, 1)} } finally { log("finally"); ${this.#statements(deeper, 1)} }`,
        };
      case 7:
        return { text: `if (${number()} % 3 === 0) throw new Error("thrown " + ${number()});` };
      case 8:
        return { text: this.#jump(scope, number()) };
      case 9:
        return {
          text: `switch (${number()} % 3) { case 0: ${this.#statements({ ...deeper, inSwitchOrLoop: true }, 1)} case 1: log("one"); break; default: ${this.#statements({ ...deeper, inSwitchOrLoop: true }, 1)} }`,
        };
      case 10:
        return {
          text: `[1, 2, 3].forEach((x, i) => { log("each", x, i); ${this.#statements({ ...deeper, loops: [], numbers: [...scope.numbers, "x"] }, 2)} });`,
        };
      case 11:
        return { text: `group("${name}", () => { ${this.#statements({ ...deeper, loops: [] }, 2)} });` };
      case 12:
        return { text: `var ${name} = ${number()}; ${name} += ${number()}; log(${name});`, declared: name };
      case 13:
        return { text: `const { x: ${name} = ${number()} } = { y: ${number()} };`, declared: name };
      case 14:
        return {
          text: `function ${name}(a, b) { tick(); log("${name}"); return ${this.#number({ ...deeper, numbers: [...scope.numbers, "a", "b"] })}; } log(${name}(1, ${number()}));`,
        };
      case 15:
        return {
          text: `new Set([1, ${number()}]).forEach((x) => { log("set", x); ${this.#statements({ ...deeper, loops: [], numbers: [...scope.numbers, "x"] }, 1)} });`,
        };
      case 16:
        return { text: `try { ${this.#jump(scope, number())} } finally { log("left"); sleep(${number()}); }` };
      case 17:
        return { text: `for (const key in { a: 1, b: ${number()} }) { log(key, ${number()}); }` };
      default:
        return { text: `log("t", ${number()});` };
    }
  }

  /** Leaves a loop or the function. */
  #jump(scope: Scope, condition: string): string {
    const label = scope.loops.at(-1);
    const choice = this.#choose.below(3);
    if (label && choice === 0) return `if (${condition} % 2) break ${label};`;
    if (label && choice === 1) return `if (${condition} % 2) continue ${label};`;
    return `if (${condition} % 5 === 4) return ${condition};`;
  }
}

/** The text of the program these choices make. */
export function randomProgram(choices: readonly number[]): string {
  return new Writer(choices).program();
}
