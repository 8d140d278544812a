// The recording: one run's file. Types only, from its one source (recording-shape/recording-shape.ts);
// docs/recording.md documents every field.

import type {
  answerRecord,
  endpointRecord,
  failingText,
  latencySummary,
  role,
  window,
} from "./recording-shape/endpoint-shape.ts";
import type { fleetMember, fleetRecord } from "./recording-shape/fleet-shape.ts";
import type { ValueOf } from "./recording-shape/object.ts";
import type { checkRecord, metricWindow, ownMetric } from "./recording-shape/own-metric-shape.ts";
import type * as shape from "./recording-shape/recording-shape.ts";
import type { criterion, objectives, reason, validity } from "./recording-shape/verdict-shape.ts";

export type Recording = ValueOf<typeof shape.recording>;
export type Load = ValueOf<typeof shape.load>;
export type Stage = ValueOf<typeof shape.stage>;
export type Suite = ValueOf<typeof shape.suite>;
export type Host = ValueOf<typeof shape.host>;
export type GoldenFacts = ValueOf<typeof shape.goldenFacts>;
export type TimelinePoint = ValueOf<typeof shape.timelinePoint>;
export type Generator = ValueOf<typeof shape.generator>;
export type CostRecord = ValueOf<typeof shape.cost>;
export type ServiceRecord = ValueOf<typeof shape.serviceRecord>;
export type ServiceSample = ValueOf<typeof shape.serviceSample>;

export type { Phase } from "./metric-sample.ts";
export type Role = ValueOf<typeof role>;
export type LatencySummary = ValueOf<typeof latencySummary>;
export type EndpointRecord = ValueOf<typeof endpointRecord>;
export type AnswerRecord = ValueOf<typeof answerRecord>;
export type FailingText = ValueOf<typeof failingText>;
export type Window = ValueOf<typeof window>;

export type FleetRecord = ValueOf<typeof fleetRecord>;
export type FleetMember = ValueOf<typeof fleetMember>;

export type OwnMetric = ValueOf<typeof ownMetric>;
export type MetricWindow = ValueOf<typeof metricWindow>;
export type CheckRecord = ValueOf<typeof checkRecord>;

export type Reason = ValueOf<typeof reason>;
export type Validity = ValueOf<typeof validity>;
export type Criterion = ValueOf<typeof criterion>;
export type Objectives = ValueOf<typeof objectives>;
