// What all script instances of a run share, made once: clock, tags, metrics, sink, and what the script may ask about
// the test.

import type { SampleSink } from "../../lib/core/metric-sample.ts";
import type { World } from "../../lib/core/world.ts";
import { SharedArrays } from "../api/data.ts";
import type { TestFacts } from "../api/execution.ts";
import type { ModulesShared } from "../api/modules.ts";
import { OpenedFiles } from "../api/open.ts";
import { type Clock, realClock } from "../executor/clock.ts";
import { sharedHttp } from "../http/client.ts";
import { requestsPerSecond } from "../http/rate-limit.ts";
import type { CompiledScript } from "../loader/script.ts";
import { CheckTally } from "../metrics/check-tally.ts";
import { MetricStore } from "../metrics/metric-store.ts";
import { TagSets } from "../metrics/tag-set.ts";
import type { HttpOptions } from "../options/http-options.ts";
import type { Log } from "../vu/log-entry.ts";
import type { SecretSource } from "../vu/secret-source.ts";
import type { VuState } from "../vu/vu-state.ts";
import { consoleSink } from "./console-sink.ts";
import type { InstanceParts } from "./new-instance.ts";

/** Clock, tags and metrics of one thread, and what else its instances of the script share. */
export interface ThreadParts {
  readonly clock: Clock;
  readonly wallOffset: number;
  readonly tagSets: TagSets;
  readonly store: MetricStore;
  readonly checks: CheckTally;
  /** VUs by id: the HTTP client tells them when it sends. */
  readonly senders: Map<number, VuState>;
  readonly modules: Omit<ModulesShared, "client" | "secrets">;
  readonly tellFailure: (log: Log, error: string) => void;
}

/** Failed requests logged by one thread, setup and teardown included; a dead target would fill a disk with them. */
const MOST_FAILURES = 100;

/** Logs a warning for each failed request, as k6 does, up to a number. */
function failureTeller(): ThreadParts["tellFailure"] {
  let told = 0;
  return (log, error) => {
    if (told++ > MOST_FAILURES) return;
    if (told <= MOST_FAILURES) log("warning", "Request Failed", { error });
    else log("warning", "further failed requests are not listed: http_req_failed counts them all");
  };
}

export const threadParts = (world: Pick<World, "now" | "monotonic">): ThreadParts => ({
  clock: realClock(() => world.monotonic()),
  wallOffset: world.now() - world.monotonic(),
  tagSets: new TagSets(),
  store: new MetricStore(),
  checks: new CheckTally(),
  senders: new Map(),
  modules: { arrays: new SharedArrays(), files: new OpenedFiles() },
  tellFailure: failureTeller(),
});

export interface InstanceSetting {
  readonly script: CompiledScript;
  readonly http: HttpOptions;
  readonly tags: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly test: TestFacts;
  readonly onSample: SampleSink;
  /** Of the run: what modules warn of goes there as it is, the scripts' console marked as such. */
  readonly log: Log;
  /** With what scripts print by `console.debug`. */
  readonly verbose: boolean;
  readonly secrets: readonly SecretSource[];
}

/** What `newInstance` needs. Every sample goes to the store first, then to the run's listener. */
export function instanceParts(
  thread: ThreadParts,
  { script, http, tags, env, test, onSample, log, verbose, secrets }: InstanceSetting,
): InstanceParts {
  const { store, checks, clock, wallOffset, tagSets, senders } = thread;
  const sink: SampleSink = (name, timeMs, value, sampleTags) => {
    store.add(name, timeMs, value, sampleTags);
    onSample(name, timeMs, value, sampleTags);
  };
  const client = sharedHttp({
    monotonic: () => clock.now(),
    systemTags: http.systemTags,
    ...(http.rps !== undefined && { limit: requestsPerSecond(http.rps) }),
    onSend: (vuId, at) => senders.get(vuId)?.sent(at),
    onFailed: (error) => thread.tellFailure(log, error),
    onWarning: (text) => log("warning", text),
    ...(http.debug !== "none" && {
      onDebug: (text: string, fields: Readonly<Record<string, string>>) =>
        log("info", text, { ...fields, source: "http-debug" }),
    }),
  });
  const shared = { clock, wallOffset, http, tagSets, runTags: tags, sink };
  const modules = { ...thread.modules, client, secrets };
  return { script, env, shared, store, checks, test, modules, log, console: consoleSink(log, verbose) };
}
