// Frames of Python stack samplers. They carry the line that was running, not the line the function begins at, so the
// same function would appear once per line: the line is dropped.

import type { ProfileFunction } from "../../core/profile/profile.ts";

/** The frame of a Python function without its line; frames of other languages as they are. */
export const withoutPythonLine = (fn: ProfileFunction): ProfileFunction =>
  /(\.pyx?|^<(frozen .*|string)>)$/.test(fn.file) ? { ...fn, line: null, column: null } : fn;
