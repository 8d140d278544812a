// A virtual user without a runner: a VuContext with k6's defaults, its samples kept, its iteration ended by hand.

import { afterAll } from "vitest";
import type { Tags } from "../../lib/core/metric-sample.ts";
import { ms } from "../../lib/core/units.ts";
import { httpModule } from "../../runner/api/http.ts";
import { HttpClient, type SharedHttpOptions, sharedHttp } from "../../runner/http/client.ts";
import { HttpResponse } from "../../runner/http/response.ts";
import type { ModuleNamespace } from "../../runner/loader/script.ts";
import type { HttpOptions } from "../../runner/options/http-options.ts";
import type { VuContext } from "../../runner/vu/context.ts";

interface Sample {
  readonly metric: string;
  readonly timeMs: number;
  readonly value: number;
  readonly tags: Tags;
}

const systemTags = new Set(
  "proto subproto status method url name group check error error_code tls_version scenario service expected_response".split(
    " ",
  ),
);

const defaults: HttpOptions = {
  debug: "none",
  batch: 20,
  batchPerHost: 6,
  maxRedirects: 10,
  userAgent: "test",
  throw: false,
  discardResponseBodies: false,
  insecureSkipTLSVerify: false,
  noConnectionReuse: false,
  noVUConnectionReuse: false,
  noCookiesReset: false,
  rps: undefined,
  hosts: {},
  systemTags,
};

export interface FakeVu {
  readonly client: HttpClient;
  readonly samples: Sample[];
  readonly module: ModuleNamespace;
  /** Calls a member of `k6/http` that answers with one response. */
  request(name: string, ...args: unknown[]): Promise<HttpResponse>;
  /** Calls any other member of `k6/http`. */
  call(name: string, ...args: unknown[]): unknown;
  /** Samples of one metric. */
  of(metric: string): Sample[];
  /** Changes the tags that every sample carries. */
  wear(tags: Tags): void;
  endIteration(): void;
}

/** A VU with these options; its connections are closed when the file's tests end. */
export function fakeVu(options: Partial<HttpOptions> = {}, shared: Partial<SharedHttpOptions> = {}): FakeVu {
  const samples: Sample[] = [];
  const worn: { tags: Tags } = { tags: { scenario: "default", group: "" } };
  const offset = Date.now() - performance.now();
  const iteration = { end: new AbortController() };
  const vu: VuContext = {
    id: 1,
    http: { ...defaults, ...options },
    tags: () => worn.tags,
    emit: (metric, timeMs, value, sampleTags) => samples.push({ metric, timeMs, value, tags: sampleTags }),
    monotonic: () => ms(performance.now()),
    wall: (monotonic) => ms(offset + monotonic),
    signal: () => iteration.end.signal,
    sleep: (duration) => new Promise((resolve) => setTimeout(resolve, duration)),
  };
  const client = new HttpClient(vu, sharedHttp({ monotonic: () => performance.now(), systemTags, ...shared }));
  afterAll(() => client.close());
  const module = httpModule(client);
  const call = (name: string, ...args: unknown[]): unknown => {
    const f = module[name];
    if (typeof f !== "function") throw new Error(`k6/http has no ${name}`);
    return Reflect.apply(f, undefined, args);
  };
  return {
    client,
    samples,
    module,
    call,
    async request(name, ...args) {
      const response: unknown = await call(name, ...args);
      if (!(response instanceof HttpResponse)) throw new Error(`${name} gave no response`);
      return response;
    },
    of: (metric) => samples.filter((s) => s.metric === metric),
    wear: (tags) => {
      worn.tags = tags;
    },
    endIteration: () => {
      iteration.end.abort(new Error("iteration over"));
      iteration.end = new AbortController();
    },
  };
}
