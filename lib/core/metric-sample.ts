// What both engines emit: k6's metric samples, and the tag and metric names by which the suite's scenarios and its
// recording understand each other.

/** The tags of one sample. The same object is reused for equal tags, so a reader may cache by identity. */
export type Tags = Readonly<Record<string, string>>;

/** Receives metric samples one by one: metric name, end of the event (ms since 1970), value (times in ms), tags. */
export type SampleSink = (metric: string, timeMs: number, value: number, tags: Tags) => void;

/** Tags the suite's scenarios put on every request. */
export const tag = {
  /** Name of the request kind, e.g. classify-25. */
  endpoint: "endpoint",
  /** What the endpoint is for (see `Role`); inference when it carries rows, otherwise unknown. */
  role: "role",
  /** warmup or measure. */
  phase: "phase",
  /** Name of the load stage, in scenarios that have stages. */
  stage: "stage",
  /** Rows in the request, on requests that carry any. */
  rows: "rows",
  /** Why an answer is wrong (see `AnswerFault`), on `metric.wrong`. */
  fault: "fault",
  /** Id of the corpus text a wrong answer is about, on `metric.wrong`. */
  input: "input",
  /** "true" on `metric.request` when the request failed. */
  failed: "failed",
  /** Trace id of the request, on `metric.traced`. */
  trace: "trace_id",
  /** Why the request failed, in a word (see `errorKind`), on `metric.traced`; absent when it did not. */
  failure: "failure",
} as const;

/** Metrics the suite adds to k6's own. */
export const metric = {
  /** Rate, once a request: 1 = every text's answer was right. */
  answer: "tailgate_answer",
  /** Counter: texts whose answer was checked. */
  checked: "tailgate_checked",
  /** Counter: texts whose answer was wrong; tags `fault` and `input` say how and of which text. */
  wrong: "tailgate_wrong",
  /** Counter: answers about texts whose true label is known. */
  labelled: "tailgate_labelled",
  /** Counter: those of them whose label was the true one. */
  correct: "tailgate_correct",
  /** Gauge: when the scenario started (ms since 1970), by its own clock; window times count from there. */
  started: "tailgate_started",
  /** Gauge: number of a request that carried texts, once it has ended; the seed and it give the texts again. */
  request: "tailgate_request",
  /** Counter: iterations that threw. */
  scriptError: "tailgate_script_error",
  /** Trend, ms: how late a request was sent after it was due. The runner measures it; under k6 it is absent. */
  sendLag: "tailgate_send_lag",
  /** Trend, ms: what a request took that may be among the slowest or the first that failed; `trace_id` names its trace. */
  traced: "tailgate_traced",
} as const;

export type Phase = "warmup" | "measure";

/** How an HTTP 200 answer can be wrong. */
export type AnswerFault = "malformed" | "error" | "count" | "label" | "score" | "batch-differs" | "mixed-up";
