// What the fields of a form hold, as k6 reads them: `val()`, `data()`, and the serialised form. A checkbox or a radio
// button is no part of a serialised form, ticked or not: k6 leaves them out, where a browser sends the ticked ones.

import type { Cheerio } from "cheerio/slim";
import type { AnyNode, Element } from "domhandler";
import { textOf } from "./document.ts";

export interface FormField {
  readonly name: string;
  readonly value: unknown;
}

const UNSENT = new Set(["button", "checkbox", "file", "image", "radio", "reset", "submit"]);

function elementsIn(node: AnyNode, names: ReadonlySet<string>): readonly Element[] {
  if (!("children" in node)) return [];
  return node.children.flatMap((child) => {
    const inside = elementsIn(child, names);
    return "attribs" in child && names.has(child.name) ? [child, ...inside] : inside;
  });
}

const OPTION = new Set(["option"]);
const optionValue = (option: Element): string => option.attribs.value ?? textOf(option);

/** Undefined for what is no field. */
export function fieldValue(element: Element): unknown {
  const { name, attribs } = element;
  switch (name) {
    case "input":
      return attribs.value ?? (attribs.type === "checkbox" || attribs.type === "radio" ? "on" : "");
    case "button":
      return attribs.value ?? "";
    case "textarea":
      return textOf(element);
    case "option":
      return optionValue(element);
    case "select": {
      const chosen = elementsIn(element, OPTION).filter((option) => option.attribs.selected !== undefined);
      if (attribs.multiple !== undefined) return chosen.map(optionValue);
      const [first] = chosen;
      return first === undefined ? "" : optionValue(first);
    }
    default:
      return undefined;
  }
}

const FIELDS = new Set(["input", "select", "textarea"]);

/** The fields of forms, or those among the elements themselves, in the page's order. */
export function formFields(elements: Cheerio<AnyNode>): readonly FormField[] {
  const fields = elements.toArray().flatMap((node) => {
    if (!("attribs" in node)) return [];
    return FIELDS.has(node.name) ? [node] : elementsIn(node, FIELDS);
  });
  return fields.flatMap((field) => {
    const { name = "", type = "" } = field.attribs;
    return name === "" || UNSENT.has(type.toLowerCase()) ? [] : [{ name, value: fieldValue(field) }];
  });
}

/** `data-foo-bar` is `fooBar`. */
const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** A `data-` attribute as k6 reads it: whole values of JSON, numbers only if they are written as they would be printed. */
function dataValue(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  if (text === "null" || text === "undefined" || text === "") return undefined;
  if (/^-?\d/.test(text) && String(Number(text)) === text) return Number(text);
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** One `data-` attribute by either name, or all of them. */
export function dataOf({ attribs }: Element, name: string | undefined): unknown {
  const all = Object.entries(attribs).flatMap(([key, text]): [string, unknown][] => {
    const value = key.startsWith("data-") ? dataValue(text) : undefined;
    return value === undefined ? [] : [[camel(key.slice("data-".length)), value]];
  });
  return name === undefined ? Object.fromEntries(all) : all.find(([key]) => key === camel(name))?.[1];
}
