// The module `k6/html`.

import { parsePage } from "../html/selection.ts";
import type { ModuleNamespace } from "../loader/script.ts";

export function htmlModule(): ModuleNamespace {
  const members = {
    parseHTML: (html: unknown) => parsePage(html === undefined || html === null ? "" : String(html), ""),
  };
  return { ...members, default: members };
}
