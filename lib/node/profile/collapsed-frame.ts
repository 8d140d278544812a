// One frame of a collapsed stack: `name`, `name (file)`, `name (file:line)` or `name (file:line:column)`. Files of
// ours escape what would break a line (`%3B` for `;`); other tools' frames are taken as they stand.

import { ANONYMOUS, type ProfileFunction } from "../../core/profile/profile.ts";
import { withoutPythonLine } from "./python-frame.ts";

const percentEncode = (text: string, unsafe: RegExp): string =>
  text.replace(unsafe, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);

const percentDecode = (text: string): string =>
  text.replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Writes a frame so that `parseOwnFrame` reads the same function. */
export function formatFrame(fn: ProfileFunction): string {
  const name = percentEncode(fn.name, /[%;\r\n]/g);
  if (fn.file === "" && fn.line === null) return percentEncode(name, / (?=\([^()]*\)$)/g);
  const file = percentEncode(percentEncode(fn.file, /[%;\r\n()]/g), /:(?=\d*$)/g);
  const place = [file, fn.line, fn.column].filter((part) => part !== null).join(":");
  return `${name} (${place})`;
}

/** Splits off a last part in brackets; without regular expressions, whose cost on long lines is not bounded. */
function splitPlace(frame: string): { name: string; place: string } | undefined {
  const cut = frame.lastIndexOf(" (");
  if (cut < 0 || !frame.endsWith(")")) return undefined;
  const place = frame.slice(cut + 2, -1);
  return /[()]/.test(place) ? undefined : { name: frame.slice(0, cut), place };
}

/** Reads what `formatFrame` wrote. */
export function parseOwnFrame(text: string): ProfileFunction {
  const split = splitPlace(text);
  if (split === undefined) return { name: percentDecode(text), file: "", line: null, column: null };
  const [, file = "", line, column] = /^([\s\S]*?)(?::(\d+))?(?::(\d+))?$/.exec(split.place) ?? [];
  return {
    name: percentDecode(split.name),
    file: percentDecode(file),
    line: line === undefined ? null : Number(line),
    column: column === undefined ? null : Number(column),
  };
}

/** Reads another tool's frame; brackets that hold no file or line belong to the name. */
export function parseForeignFrame(text: string): ProfileFunction {
  const frame = text.trim();
  const split = splitPlace(frame);
  if (split === undefined || !/[./\\<:]/.test(split.place)) {
    return { name: frame === "" ? ANONYMOUS : frame, file: "", line: null, column: null };
  }
  const [, file = "", line] = /^(.*?)(?::(\d+))?$/.exec(split.place) ?? [];
  return withoutPythonLine({ name: split.name, file, line: line === undefined ? null : Number(line), column: null });
}
