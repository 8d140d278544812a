// What a run sends to an OpenTelemetry collector while it lasts, when OTEL_EXPORTER_OTLP_ENDPOINT names one: durations,
// failures and users by endpoint, and at the end its verdicts. By OpenTelemetry's own SDK, which is no part of the
// package's own dependencies: it is looked for when it is wanted.
// Names: https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpclientrequestduration

import { CliError } from "../../lib/core/exit.ts";
import { type SampleSink, type Tags, tag } from "../../lib/core/metric-sample.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { redactUrl } from "../../lib/core/redact.ts";
import type { World } from "../../lib/core/world.ts";
import { sentVerdicts } from "./sent-verdicts.ts";

/** How often it is sent, ms; the SDK's own minute would show a run of a minute once. */
const EXPORT_EVERY_MS = 5000;
/** How long the end of a run waits for a collector, ms. */
const FLUSH_MS = 5000;

/** The convention's own bounds of the histogram, in seconds. */
const BOUNDS_S = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** OTLP over HTTP; undefined when no collector is named. */
function collectorUrl(env: World["env"]): string | undefined {
  const own = env.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT || undefined;
  if (own !== undefined) return own;
  const base = env.OTEL_EXPORTER_OTLP_ENDPOINT || undefined;
  return base === undefined ? undefined : `${base.replace(/\/+$/, "")}/v1/metrics`;
}

async function sdk() {
  try {
    const [metrics, exporter, resources, core] = await Promise.all([
      import("@opentelemetry/sdk-metrics"),
      import("@opentelemetry/exporter-metrics-otlp-http"),
      import("@opentelemetry/resources"),
      import("@opentelemetry/core"),
    ]);
    return { ...metrics, ...exporter, ...resources, setGlobalErrorHandler: core.setGlobalErrorHandler };
  } catch (cause) {
    throw new CliError("OTEL_EXPORTER_OTLP_ENDPOINT is set, but OpenTelemetry's SDK is not installed", {
      hint: "npm install --save-dev @opentelemetry/api @opentelemetry/core @opentelemetry/resources @opentelemetry/sdk-metrics @opentelemetry/exporter-metrics-otlp-http; or unset the variable.",
      cause,
    });
  }
}

/** What is known of a run before it starts. */
export interface TelemetryOf {
  readonly scenario: string;
  readonly label: string;
  readonly engine: string;
}

export interface Telemetry {
  readonly onSample: SampleSink;
  /** Sends the verdicts and what is left. It never throws: telemetry spoils no run. */
  finish(recording: Recording): Promise<void>;
  /** Ends without verdicts, after a failure; harmless after `finish`. */
  close(): Promise<void>;
}

const attributesOf = (tags: Tags): Record<string, string | number> => {
  const status = Number(tags.status ?? Number.NaN);
  return {
    "tailgate.endpoint": tags[tag.endpoint] ?? "",
    "tailgate.phase": tags[tag.phase] ?? "measure",
    "http.request.method": tags.method ?? "",
    ...(status > 0 ? { "http.response.status_code": status } : {}),
    ...(tags.expected_response === "false" ? { "error.type": tags.error_code ?? String(status) } : {}),
  };
};

export type StartTelemetry = typeof startTelemetry;

/**
 * @param onNotice told once when the collector cannot be reached
 * @throws CliError when a collector is named and the SDK is not installed
 */
export async function startTelemetry(
  world: World,
  run: TelemetryOf,
  onNotice: (line: string) => void,
): Promise<Telemetry | undefined> {
  const url = collectorUrl(world.env);
  if (url === undefined) return undefined;
  const otel = await sdk();
  let told = false;
  const failed = (error: unknown): void => {
    if (told) return;
    told = true;
    const why = error instanceof Error ? error.message : typeof error === "string" ? error : "it failed";
    onNotice(`telemetry: ${redactUrl(url)} did not take it (${why.slice(0, 100)}); the run is as good without`);
  };
  otel.setGlobalErrorHandler(failed);
  const interval = Number(world.env.OTEL_METRIC_EXPORT_INTERVAL || EXPORT_EVERY_MS);
  const provider = new otel.MeterProvider({
    resource: otel.resourceFromAttributes({
      "service.name": world.env.OTEL_SERVICE_NAME || "tailgate",
      "tailgate.scenario": run.scenario,
      "tailgate.label": run.label,
      "tailgate.engine": run.engine,
    }),
    readers: [
      new otel.PeriodicExportingMetricReader({
        exporter: new otel.OTLPMetricExporter({ url }),
        exportIntervalMillis: interval,
        exportTimeoutMillis: Math.min(interval, FLUSH_MS),
      }),
    ],
  });
  const meter = provider.getMeter("tailgate");
  const duration = meter.createHistogram("http.client.request.duration", {
    unit: "s",
    description: "Time from sending a request to the last byte of its answer, as the engine measured it",
    advice: { explicitBucketBoundaries: BOUNDS_S },
  });
  const users = meter.createGauge("tailgate.users", { unit: "{user}", description: "Users at work" });
  const dropped = meter.createCounter("tailgate.dropped_iterations", { description: "Arrivals that were never sent" });
  const verdict = meter.createGauge("tailgate.verdict", { description: "1 for what the run was judged to be" });
  // Equal tags are one object: their attributes are made once.
  const known = new WeakMap<Tags, Record<string, string | number>>();
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= provider.shutdown({ timeoutMillis: FLUSH_MS }).catch(failed);
    return closing;
  };
  return {
    onSample: (name, _timeMs, value, tags) => {
      if (name === "vus") users.record(value);
      else if (name === "dropped_iterations") dropped.add(value);
      else if (name === "http_req_duration") {
        let attributes = known.get(tags);
        if (attributes === undefined) {
          attributes = attributesOf(tags);
          known.set(tags, attributes);
        }
        duration.record(value / 1000, attributes);
      }
    },
    finish: async (recording) => {
      for (const [rung, found] of sentVerdicts(recording))
        verdict.record(1, { "tailgate.rung": rung, "tailgate.verdict": found });
      await close();
    },
    close,
  };
}
