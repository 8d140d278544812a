// One run as one line of history: small, flat and with everything a change-point detector needs to know which points
// belong to one series. The shape is the one Apache Otava reads (timestamp, metrics, attributes).

import { isRecord } from "../json.ts";
import { passedShare } from "../ladder/checks-state.ts";
import { endpointMetrics } from "../metrics/endpoint-metrics.ts";
import { figuresOf } from "../metrics/own-figures.ts";
import { runMetrics, shownFigure } from "../metrics/run-metrics.ts";
import type { Recording } from "../recording.ts";

export interface HistoryEntry {
  /** Seconds since 1970, when the run started. */
  readonly timestamp: number;
  readonly metrics: readonly HistoryMetric[];
  readonly attributes: Readonly<Record<string, string>>;
}

interface HistoryMetric {
  /** `predict.p95_ms`: endpoint, metric and unit; `checkout.p95_ms`: a figure of a script's own metric. */
  readonly name: string;
  readonly value: number;
}

const kept = endpointMetrics.flatMap((m) => (m.history === undefined ? [] : [{ ...m, history: m.history }]));

/** Runs whose `series` differ were made under different conditions and must not be drawn as one line. */
export function historyEntry(recording: Recording): HistoryEntry {
  const { load, engine, host, suite, payload, script } = recording;
  const sent = payload?.corpusHash ?? script?.name ?? "";
  const size = load.users === null ? `${load.ratePerSec ?? 0} per second` : `${load.users} users`;
  return {
    timestamp: Math.floor(Date.parse(recording.startedAt) / 1000),
    metrics: [
      ...recording.endpoints.flatMap((endpoint) =>
        kept.map(({ history, of }) => ({ name: `${endpoint.name}.${history}`, value: of(endpoint) })),
      ),
      ...runMetrics.map((metric) => ({ name: `all.${metric.history}`, value: shownFigure(metric, recording) })),
      ...recording.metrics.flatMap((metric) =>
        figuresOf(metric).map(({ history, of }) => ({ name: history, value: of(metric, recording.durationMs) })),
      ),
      ...(script === null ? [] : [{ name: "checks.rate", value: passedShare(recording.checks) }]),
    ].flatMap(({ name, value }) => (value === null ? [] : [{ name, value }])),
    attributes: {
      id: recording.id,
      label: recording.label,
      scenario: recording.scenario,
      commit: suite.gitSha ?? "",
      dirty: String(suite.dirty ?? ""),
      validity: recording.validity.verdict,
      objectives: recording.objectives.verdict,
      partial: String(recording.partial),
      series: [recording.scenario, engine.name, load.model, size, sent, host.id].join("/"),
    },
  };
}

/** A line of the file; a string that says what is wrong with one that is not. */
export function parseHistoryLine(line: string): HistoryEntry | string {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return "is not JSON (a run that was cut short?)";
  }
  if (!isRecord(json) || typeof json.timestamp !== "number") return "has no timestamp";
  const { timestamp, metrics, attributes } = json;
  if (!Array.isArray(metrics) || !metrics.every(isMetric)) return "has malformed metrics";
  if (!isRecord(attributes)) return "has no attributes";
  const texts = Object.entries(attributes).filter((pair): pair is [string, string] => typeof pair[1] === "string");
  return { timestamp, metrics, attributes: Object.fromEntries(texts) };
}

const isMetric = (x: unknown): x is HistoryMetric =>
  isRecord(x) && typeof x.name === "string" && typeof x.value === "number" && Number.isFinite(x.value);
