// Nodes of a page one by one, as `get`, `each` and the like give them: what all elements have in k6, and links beside.
// What k6 has for inputs and forms (`value()`) is not here; `attr` and `val` of a selection read the same.

import type { AnyNode, Element } from "domhandler";
import { isElement, printInside } from "./document.ts";
import { linkMembers } from "./link-members.ts";

const NAMESPACE = "http://www.w3.org/1999/xhtml";
const ELEMENT_NODE = 1;
const TEXT_NODE = 3;
const COMMENT_NODE = 8;

/** What an element needs of a selection of its page. */
interface Selection {
  find(selector: unknown): Selection;
  get(): PageElement[];
  is(selector: unknown): boolean;
  text(): string;
}

interface Attribute {
  readonly owner_element: PageElement;
  readonly name: string;
  readonly value: string;
  localName(): string;
  namespaceURI(): string;
  prefix(): string;
}

export class PageElement {
  readonly #node: AnyNode;
  /** Makes a selection of nodes of the same page. */
  readonly #select: (nodes: readonly AnyNode[]) => Selection;

  constructor(node: AnyNode, select: (nodes: readonly AnyNode[]) => Selection) {
    this.#node = node;
    this.#select = select;
    if (["a", "area"].includes(this.nodeName())) Object.assign(this, linkMembers(this));
  }

  get node(): AnyNode {
    return this.#node;
  }

  #element(): Element | undefined {
    return isElement(this.#node) ? this.#node : undefined;
  }

  #wrap(node: AnyNode | null | undefined): PageElement | undefined {
    return node === null || node === undefined ? undefined : new PageElement(node, this.#select);
  }

  #attribute(name: string, value: string): Attribute {
    return {
      owner_element: this,
      name,
      value,
      localName: () => name,
      namespaceURI: () => NAMESPACE,
      prefix: () => "",
    };
  }

  #inside(): readonly AnyNode[] {
    return "children" in this.#node ? this.#node.children : [];
  }

  /** The next or the previous element beside this one. */
  #beside(way: "next" | "prev"): PageElement | undefined {
    let node = this.#node[way];
    while (node !== null && !isElement(node)) node = node[way];
    return this.#wrap(node);
  }

  attributes(): Record<string, Attribute> {
    const entries = Object.entries(this.#element()?.attribs ?? {});
    return Object.fromEntries(entries.map(([name, value]) => [name, this.#attribute(name, value)]));
  }
  getAttribute(name: unknown): string | undefined {
    return this.#element()?.attribs[String(name)];
  }
  getAttributeNode(name: unknown): Attribute | undefined {
    const value = this.getAttribute(name);
    return value === undefined ? undefined : this.#attribute(String(name), value);
  }
  hasAttribute(name: unknown): boolean {
    return this.getAttribute(name) !== undefined;
  }
  hasAttributes(): boolean {
    return Object.keys(this.#element()?.attribs ?? {}).length > 0;
  }
  id(): string {
    return this.getAttribute("id") ?? "";
  }
  lang(): string | undefined {
    return this.getAttribute("lang");
  }
  className(): string | undefined {
    return this.getAttribute("class");
  }
  classList(): string[] {
    return (this.className() ?? "").split(/\s+/).filter((name) => name !== "");
  }

  nodeName(): string {
    const element = this.#element();
    if (element !== undefined) return element.name;
    return this.#node.type === "root" ? "#document" : `#${this.#node.type}`;
  }
  nodeType(): number {
    if (this.#element() !== undefined) return ELEMENT_NODE;
    return this.#node.type === "comment" ? COMMENT_NODE : TEXT_NODE;
  }
  nodeValue(): string | undefined {
    return "data" in this.#node ? this.#node.data : undefined;
  }
  textContent(): string {
    return this.nodeValue() ?? this.selection().text();
  }
  innerHTML(): string {
    return printInside(this.#node);
  }
  toString(): string {
    return this.#element() === undefined ? `[object ${this.nodeName()}]` : "[object html.Node]";
  }
  namespaceURI(): string {
    return NAMESPACE;
  }
  isDefaultNamespace(): boolean {
    return true;
  }

  childNodes(): PageElement[] {
    return this.#inside().flatMap((node) => this.#wrap(node) ?? []);
  }
  children(): PageElement[] {
    return this.#inside().flatMap((node) => (isElement(node) ? (this.#wrap(node) ?? []) : []));
  }
  childElementCount(): number {
    return this.children().length;
  }
  hasChildNodes(): boolean {
    return this.#inside().length > 0;
  }
  firstChild(): PageElement | undefined {
    return this.childNodes()[0];
  }
  lastChild(): PageElement | undefined {
    return this.childNodes().at(-1);
  }
  firstElementChild(): PageElement | undefined {
    return this.children()[0];
  }
  lastElementChild(): PageElement | undefined {
    return this.children().at(-1);
  }
  nextSibling(): PageElement | undefined {
    return this.#wrap(this.#node.next);
  }
  previousSibling(): PageElement | undefined {
    return this.#wrap(this.#node.prev);
  }
  nextElementSibling(): PageElement | undefined {
    return this.#beside("next");
  }
  previousElementSibling(): PageElement | undefined {
    return this.#beside("prev");
  }
  parentNode(): PageElement | undefined {
    return this.#wrap(this.#node.parent);
  }
  parentElement(): PageElement | undefined {
    const { parent } = this.#node;
    return parent !== null && isElement(parent) ? this.#wrap(parent) : undefined;
  }

  contains(other: unknown): boolean {
    if (!(other instanceof PageElement)) return false;
    for (let node = other.#node.parent; node !== null; node = node.parent) if (node === this.#node) return true;
    return false;
  }
  isSameNode(other: unknown): boolean {
    return other instanceof PageElement && other.#node === this.#node;
  }
  isEqualNode(other: unknown): boolean {
    return (
      other instanceof PageElement && other.nodeName() === this.nodeName() && other.innerHTML() === this.innerHTML()
    );
  }
  matches(selector: unknown): boolean {
    return this.selection().is(String(selector));
  }
  querySelector(selector: unknown): PageElement | undefined {
    return this.querySelectorAll(selector)[0];
  }
  querySelectorAll(selector: unknown): PageElement[] {
    return this.selection().find(String(selector)).get();
  }
  getElementsByTagName(name: unknown): PageElement[] {
    return this.querySelectorAll(String(name));
  }
  getElementsByClassName(name: unknown): PageElement[] {
    return this.querySelectorAll(`.${String(name)}`);
  }
  selection(): Selection {
    return this.#select([this.#node]);
  }
}
