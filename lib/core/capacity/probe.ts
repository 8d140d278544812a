// A probe: one load kept up for a while, and what came of it. The search asks for probes; who runs them is not its
// business, so the same search runs against real services and simulated ones.

import type { ValueOf } from "../recording-shape/object.ts";
import type * as shape from "./capacity-shape.ts";

/** What a load counts. */
export type LoadUnit = ValueOf<typeof shape.loadUnit>;

export type ProbeKind = ValueOf<typeof shape.probeKind>;

export type Probe = ValueOf<typeof shape.probe>;

/** The requests that ended within one block of time. */
export type Block = ValueOf<typeof shape.block>;

export type ProbeResult = ValueOf<typeof shape.probeResult>;
