// A capacity search, from probe to report and as it is saved: the types of capacity-shape.ts, which documents every field.

import type { ValueOf } from "../recording-shape/object.ts";
import type * as shape from "./capacity-shape.ts";

export type LoadUnit = ValueOf<typeof shape.loadUnit>;
export type ProbeKind = ValueOf<typeof shape.probeKind>;
export type Probe = ValueOf<typeof shape.probe>;
export type Block = ValueOf<typeof shape.block>;
export type ProbeResult = ValueOf<typeof shape.probeResult>;
export type BadShare = ValueOf<typeof shape.badShare>;
export type ProbeVerdict = ValueOf<typeof shape.probeVerdict>;
export type BindingCriterion = ValueOf<typeof shape.bindingCriterion>;
export type Entry = ValueOf<typeof shape.judgedProbe>;
export type Climb = ValueOf<typeof shape.climb>;
export type Boundary = ValueOf<typeof shape.boundary>;
export type FirstBreak = ValueOf<typeof shape.firstBreak>;
export type Shown = ValueOf<typeof shape.shown>;
export type Outcome = ValueOf<typeof shape.outcome>;
export type CapacityReport = ValueOf<typeof shape.capacityReport>;
export type SearchPlan = ValueOf<typeof shape.searchPlan>;
export type Findings = ValueOf<typeof shape.findings>;
/** A search as `tailgate capacity` saves it. */
export type SavedSearch = ValueOf<typeof shape.savedSearch>;
