// Which seconds of an endpoint count: those of the measured phase. The warm-up is recorded and never judged.

import type { EndpointRecord, Window } from "./recording.ts";

export const measuredWindows = ({ windows }: Pick<EndpointRecord, "windows">): readonly Window[] =>
  windows.filter((w) => w.phase === "measure");
