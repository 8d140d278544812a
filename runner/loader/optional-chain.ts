// Optional chains with an awaited call in the middle: `a?.b().c` cannot become `(await a?.b()).c`, which would no
// longer stop at a missing `a`. It becomes `(await chain(a, async (o) => (await o.b()).c))`.

import type { AnyNode, CallExpression, ChainExpression, MemberExpression } from "acorn";
import type MagicString from "magic-string";

type Link = CallExpression | MemberExpression;

/** A `?.` the chain is cut at, and what must be written before the value that goes on. */
interface Cut {
  readonly link: Link;
  prefix: string;
}

function inner(link: Link): AnyNode {
  return link.type === "CallExpression" ? link.callee : link.object;
}

/** The links of a chain, the first evaluated first. */
function linksOf(chain: ChainExpression): Link[] {
  const links: Link[] = [];
  let at: AnyNode = chain.expression;
  while (at.type === "CallExpression" || at.type === "MemberExpression") {
    links.unshift(at);
    at = inner(at);
  }
  return links;
}

/** The cuts one chain needs. */
export class ChainCuts {
  readonly #chain: ChainExpression;
  readonly #cuts: Cut[] = [];
  readonly #before = new Map<AnyNode, Cut>();
  /** Methods `x?.m` whose name becomes a text: what calls them writes it, without a dot. */
  readonly #named = new Set<AnyNode>();

  /** @param awaited calls that will be awaited @param iterated calls that will be replaced by a helper's */
  constructor(chain: ChainExpression, awaited: ReadonlySet<AnyNode>, iterated: ReadonlySet<AnyNode>) {
    this.#chain = chain;
    const links = linksOf(chain);
    const last = links.findLastIndex(
      (link, index) => iterated.has(link) || (awaited.has(link) && index < links.length - 1),
    );
    for (const link of links.slice(0, last + 1)) {
      if (link.optional) this.#cuts.push({ link, prefix: "" });
      const cut = this.#cuts.at(-1);
      if (cut) this.#before.set(link, cut);
    }
    for (const link of links) if (iterated.has(link) || (link.optional && isMethod(link))) this.#named.add(inner(link));
    const cut = this.#cuts.at(-1);
    if (cut) for (const link of links) if (!this.#before.has(link)) this.#before.set(link, cut);
  }

  /** Takes text that belongs before a call of the chain; false if it can stand where the chain starts. */
  takePrefix(call: AnyNode, prefix: string): boolean {
    const cut = this.#before.get(call);
    if (cut) cut.prefix = prefix + cut.prefix;
    return cut !== undefined;
  }

  /** Writes the cuts, when everything inside of the chain is written. */
  write(text: MagicString, code: string, runtime: string): void {
    if (this.#cuts.length === 0) return;
    const opening = (cut: Cut | undefined): string =>
      cut ? `${runtime}.${isMethod(cut.link) ? "method" : "chain"}(` : "";
    this.#cuts.forEach((cut, index) => {
      const goesOn = opening(this.#cuts[index + 1]) + cut.prefix;
      const { link } = cut;
      if (isMethod(link)) writeMethod(text, code, link, `async ($o, $f) => ${goesOn}$f.call($o, `);
      else {
        const at = questionMark(code, link);
        const dot = link.type === "MemberExpression" && !link.computed && !this.#named.has(link) ? "." : "";
        text.overwrite(at, at + 2, `, async ($o) => ${goesOn}$o${dot}`);
      }
    });
    text.prependRight(this.#chain.start, `(await ${opening(this.#cuts[0])}`);
    text.appendLeft(this.#chain.end, `${")".repeat(this.#cuts.length)})`);
  }
}

/** `x.m?.(…)`: a call that needs its `this`. */
function isMethod(link: Link): boolean {
  return link.type === "CallExpression" && link.callee.type === "MemberExpression";
}

function questionMark(code: string, link: Link): number {
  if (link.type === "CallExpression") return code.indexOf("?.(", link.callee.end);
  return link.computed ? code.lastIndexOf("?.[", link.property.start) : link.property.start - 2;
}

/** `x.m?.(a)` → `x, "m", async ($o, $f) => $f.call($o, a)` */
function writeMethod(text: MagicString, code: string, link: Link, opening: string): void {
  if (link.type !== "CallExpression" || link.callee.type !== "MemberExpression") return;
  const { callee } = link;
  const end = code.indexOf("?.(", callee.end) + 3;
  if (callee.computed) {
    text.overwrite(code.lastIndexOf("[", callee.property.start - 1), callee.property.start, ", ");
    text.overwrite(callee.property.end, end, `, ${opening}`);
  } else {
    const start = callee.optional ? callee.property.start : callee.property.start - 1;
    text.overwrite(
      start,
      end,
      `, ${JSON.stringify(code.slice(callee.property.start, callee.property.end))}, ${opening}`,
    );
  }
}
