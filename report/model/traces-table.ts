// The traces of a run's slowest and failed requests as a table: what to look up in one's tracing.

import { formatMs } from "../../lib/core/format.ts";
import type { EndpointRecord } from "../../lib/core/recording.ts";
import type { Table } from "./model.ts";

/** Shown of each kind and endpoint; the recording has more. */
const SHOWN = 2;

type Row = readonly [what: string, ms: number, atMs: number, traceId: string];

const rowsOf = ({ traces }: EndpointRecord): readonly Row[] =>
  traces === undefined
    ? []
    : [
        ...traces.slowest.slice(0, SHOWN).map((r): Row => ["slowest", r.ms, r.atMs, r.traceId]),
        ...traces.failed.slice(0, SHOWN).map((r): Row => [r.failure, r.ms, r.atMs, r.traceId]),
      ];

/** None where nothing was traced. */
export function tracesTables(endpoints: readonly EndpointRecord[]): readonly Table[] {
  const rows = endpoints.flatMap((e) => rowsOf(e).map((row) => [e.name, ...row] as const));
  if (rows.length === 0) return [];
  return [
    {
      title: "Traces",
      columns: [
        { name: "Endpoint" },
        { name: "Request", plain: true },
        { name: "ms" },
        { name: "At s" },
        { name: "Trace id", plain: true },
      ],
      rows: rows.map(([endpoint, what, ms, atMs, traceId]) => [
        endpoint,
        what,
        formatMs(ms),
        (atMs / 1000).toFixed(1),
        traceId,
      ]),
      notes: [
        "Every request carried a traceparent. The recording keeps five of each; times count from the run's start.",
      ],
    },
  ];
}
