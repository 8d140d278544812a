// A selection of a page's nodes with the methods of k6/html, which are jQuery's for reading. Selecting is cheerio's work;
// what is k6's own here is how arguments are read, and that a selector which means nothing selects nothing.

import type { Cheerio, CheerioAPI } from "cheerio/slim";
import type { AnyNode, Element } from "domhandler";
import { goError } from "../vu/go-error.ts";
import { isElement, parseDocument, printInside, textOf } from "./document.ts";
import { PageElement } from "./element.ts";
import { dataOf, type FormField, fieldValue, formFields } from "./form-fields.ts";

type Nodes = Cheerio<AnyNode>;
type Callback = (index: number, item: unknown) => unknown;

const isCallback = (value: unknown): value is Callback => typeof value === "function";

/** jQuery's own, which k6 does not have. */
const POSITIONAL = /:(first|last|eq|nth|gt|lt|even|odd)(?![-\w])/;

const callback = (name: string, value: unknown): Callback => {
  if (isCallback(value)) return value;
  throw goError(`the argument to ${name}() must be a function`);
};

export class Selection {
  readonly #page: CheerioAPI;
  readonly #nodes: Nodes;
  /** Of the response that the page came with; empty for others. */
  readonly url: string;

  constructor(page: CheerioAPI, nodes: Nodes, url: string) {
    this.#page = page;
    this.#nodes = nodes;
    this.url = url;
  }

  get nodes(): Nodes {
    return this.#nodes;
  }

  #of(nodes: Nodes): Selection {
    return new Selection(this.#page, nodes, this.url);
  }

  readonly #select = (nodes: readonly AnyNode[]): Selection => this.#of(this.#page([...nodes]));

  #element(node: AnyNode): PageElement {
    return new PageElement(node, this.#select);
  }

  /** What a selector of any kind names, for the methods that take one. */
  #argument(selector: unknown): string | Cheerio<Element> {
    if (typeof selector === "string") return POSITIONAL.test(selector) ? ":not(*)" : selector;
    if (selector instanceof Selection) return this.#page(selector.#nodes.toArray().filter(isElement));
    if (selector instanceof PageElement) return this.#page([selector.node].filter(isElement));
    throw goError(
      `invalid argument, cannot use a '${selector === undefined ? "<nil>" : typeof selector}' as a selector`,
    );
  }

  /** A selector that cannot be read selects nothing. */
  #try(select: () => Nodes): Selection {
    try {
      return this.#of(select());
    } catch (error) {
      if (error instanceof Error && error.name === "GoError") throw error;
      return this.#select([]);
    }
  }

  /** A way from these nodes to others, with or without a selector that keeps some of those. */
  #way(way: (selector?: string) => Nodes, selector: unknown): Selection {
    return this.#try(() => (selector === undefined ? way() : this.#kept(way(), selector)));
  }

  #kept(nodes: Nodes, selector: unknown): Nodes {
    const argument = this.#argument(selector);
    return typeof argument === "string" ? nodes.filter(argument) : nodes.filter((_, node) => argument.is(node));
  }

  #until(way: (until?: string | Cheerio<Element>) => Nodes, until: unknown, filter: unknown): Selection {
    if (until instanceof PageElement) throw goError("invalid argument, cannot use an 'html.Element' as a selector");
    return this.#way(() => way(until === undefined ? undefined : this.#argument(until)), filter);
  }

  add(selector: unknown): Selection {
    const nodes = this.#nodes.toArray();
    const added = this.#try(() => this.#page.root().find(this.#argument(selector))).#nodes.toArray();
    return this.#select([...nodes, ...added.filter((node) => !nodes.includes(node))]);
  }
  find(selector: unknown): Selection {
    return this.#try(() => this.#nodes.find(this.#argument(selector)));
  }
  closest(selector: unknown): Selection {
    return this.#try(() => this.#nodes.closest(this.#argument(selector)));
  }
  has(selector: unknown): Selection {
    return this.#try(() => this.#nodes.has(this.#argument(selector)));
  }
  filter(selector: unknown): Selection {
    return this.#try(() => this.#nodes.filter(this.#predicate("filter", selector)));
  }
  not(selector: unknown): Selection {
    if (isCallback(selector)) return this.#try(() => this.#nodes.not(this.#predicate("not", selector)));
    return this.#try(() => this.#nodes.not(this.#argument(selector)));
  }
  is(selector: unknown): boolean {
    return this.#try(() => this.#nodes.filter(this.#predicate("is", selector))).size() > 0;
  }

  /** A test of nodes, made of a function of index and selection, a selector or a selection. */
  #predicate(name: string, test: unknown): (index: number, node: AnyNode) => boolean {
    if (isCallback(test)) return (index, node) => test(index, this.#select([node])) === true;
    if (typeof test !== "string" && !(test instanceof Selection)) {
      throw goError(`the argument to ${name}() must be a function, a selector or a selection`);
    }
    const argument = this.#argument(test);
    if (typeof argument !== "string") return (_, node) => argument.is(node);
    return (_, node) => this.#page([node]).is(argument);
  }

  children(selector?: unknown): Selection {
    return this.#way(() => this.#nodes.children(), selector);
  }
  contents(): Selection {
    return this.#of(this.#nodes.contents());
  }
  next(selector?: unknown): Selection {
    return this.#way(() => this.#nodes.next(), selector);
  }
  nextAll(selector?: unknown): Selection {
    return this.#way(() => this.#nodes.nextAll(), selector);
  }
  nextUntil(until?: unknown, filter?: unknown): Selection {
    return this.#until((to) => this.#nodes.nextUntil(to), until, filter);
  }
  prev(selector?: unknown): Selection {
    return this.#way(() => this.#nodes.prev(), selector);
  }
  prevAll(selector?: unknown): Selection {
    return this.#way(() => this.#nodes.prevAll(), selector);
  }
  prevUntil(until?: unknown, filter?: unknown): Selection {
    return this.#until((to) => this.#nodes.prevUntil(to), until, filter);
  }
  parent(selector?: unknown): Selection {
    return this.#way(() => this.#nodes.parent(), selector);
  }
  parents(selector?: unknown): Selection {
    return this.#way(() => this.#nodes.parents(), selector);
  }
  parentsUntil(until?: unknown, filter?: unknown): Selection {
    return this.#until((to) => this.#nodes.parentsUntil(to), until, filter);
  }
  siblings(selector?: unknown): Selection {
    return this.#way(() => this.#nodes.siblings(), selector);
  }
  end(): Selection {
    return this.#of(this.#nodes.end());
  }

  eq(index: unknown): Selection {
    return this.#of(this.#nodes.eq(Number(index)));
  }
  /** At most one of what is found. */
  single(selector: unknown): Selection {
    return this.find(selector).first();
  }
  first(): Selection {
    return this.#of(this.#nodes.first());
  }
  last(): Selection {
    return this.#of(this.#nodes.last());
  }
  slice(start: unknown, end?: unknown): Selection {
    return this.#of(this.#nodes.slice(Number(start ?? 0), end === undefined ? undefined : Number(end)));
  }
  size(): number {
    return this.#nodes.length;
  }
  index(of?: unknown): number {
    if (this.size() === 0) return -1;
    if (of === undefined) return this.#nodes.first().prevAll().length;
    const argument = this.#argument(of);
    return typeof argument === "string"
      ? this.#page(argument).index(this.#nodes.first())
      : this.#nodes.index(argument.first());
  }

  each(body: unknown): Selection {
    const call = callback("each", body);
    for (const [index, node] of this.#nodes.toArray().entries()) call(index, this.#element(node));
    return this;
  }
  map(body: unknown): unknown[] {
    const call = callback("map", body);
    return this.#nodes.toArray().map((node, index) => call(index, this.#select([node])));
  }
  toArray(): Selection[] {
    return this.#nodes.toArray().map((node) => this.#select([node]));
  }
  get(): PageElement[];
  get(index: unknown): PageElement | undefined;
  get(index?: unknown): PageElement[] | PageElement | undefined {
    const nodes = this.#nodes.toArray();
    if (index === undefined) return nodes.map((node) => this.#element(node));
    const node = nodes.at(Number(index));
    return node && this.#element(node);
  }

  attr(name: unknown, otherwise?: unknown): unknown {
    const [node] = this.#nodes;
    return (isElement(node) ? node.attribs[String(name)] : undefined) ?? otherwise;
  }
  data(name?: unknown): unknown {
    const [node] = this.#nodes;
    return isElement(node) ? dataOf(node, name === undefined ? undefined : String(name)) : undefined;
  }
  html(otherwise?: unknown): string {
    const [node] = this.#nodes;
    return node === undefined ? String(otherwise ?? "") : printInside(node);
  }
  text(): string {
    return this.#nodes.toArray().map(textOf).join("");
  }
  val(): unknown {
    const [node] = this.#nodes;
    return isElement(node) ? fieldValue(node) : undefined;
  }
  serializeArray(): readonly FormField[] {
    return formFields(this.#nodes);
  }
  serializeObject(): Record<string, unknown> {
    return Object.fromEntries(this.serializeArray().map(({ name, value }) => [name, value]));
  }
  serialize(): string {
    const pairs = Object.entries(this.serializeObject()).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]),
    );
    return new URLSearchParams(pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))).toString();
  }
}

/** A page as the selection of its root. */
export function parsePage(html: string, url: string): Selection {
  const page = parseDocument(html);
  return new Selection(page, page.root(), url);
}
