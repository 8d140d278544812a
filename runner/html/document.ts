// A page parsed and printed as k6 does both: as HTML5 says, and in the way of Go's printer. Its libraries are loaded when
// the first page is parsed, since few scripts look into one.

import { createRequire } from "node:module";
import type { CheerioAPI } from "cheerio/slim";
import type { AnyNode, Element } from "domhandler";
import type * as Parse5 from "parse5";
import type * as TreeAdapter from "parse5-htmlparser2-tree-adapter";

const require = createRequire(import.meta.url);

export const isElement = (node: AnyNode | null | undefined): node is Element =>
  node !== null && node !== undefined && "attribs" in node;

/** A document to select from. Fragments get the `html`, `head` and `body` they lack. */
export function parseDocument(html: string): CheerioAPI {
  const { load }: typeof import("cheerio/slim") = require("cheerio/slim");
  const { parse }: typeof Parse5 = require("parse5");
  const { adapter }: typeof TreeAdapter = require("parse5-htmlparser2-tree-adapter");
  return load(parse(html, { treeAdapter: adapter }));
}

const VOID = new Set("area base br col embed hr img input keygen link meta param source track wbr".split(" "));
/** What is printed as it stands, within its element. */
const RAW = new Set("iframe noembed noframes noscript plaintext script style xmp".split(" "));

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "'": "&#39;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "\r": "&#13;",
};
const escaped = (text: string): string => text.replace(/[&'<>"\r]/g, (sign) => entities[sign] ?? sign);

function printElement({ name, attribs, children }: Element): string {
  const attributes = Object.entries(attribs).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const open = `<${name}${attributes.join("")}`;
  if (VOID.has(name)) return `${open}/>`;
  const inside = children.map((child) => (RAW.has(name) && child.type === "text" ? child.data : print(child)));
  return `${open}>${inside.join("")}</${name}>`;
}

/** A node by itself; text is escaped whatever it stands in, as Go's printer does. */
function print(node: AnyNode): string {
  if (isElement(node)) return printElement(node);
  switch (node.type) {
    case "text":
      return escaped(node.data);
    case "comment":
      return `<!--${node.data}-->`;
    case "directive":
      return `<!DOCTYPE ${node.data.replace(/^!doctype\s+/i, "")}>`;
    default:
      return "children" in node ? node.children.map(print).join("") : "";
  }
}

/** What is inside a node; empty for one that can hold nothing. */
export const printInside = (node: AnyNode | undefined): string =>
  node !== undefined && "children" in node ? node.children.map(print).join("") : "";

/** All text of a node, that of scripts and styles included, as in k6. */
export const textOf = (node: AnyNode): string =>
  node.type === "text" ? node.data : "children" in node ? node.children.map(textOf).join("") : "";
