// What a comparison says that ended after its first pair because a regression at rest was certain.

import type { Note } from "./model.ts";

export const endedAtRest: Note = {
  kind: "ended at rest",
  severity: "info",
  text: "the regression at rest is certain, and no number of pairs under load could take it back: ended after the first (--rest 0 runs them all)",
};
