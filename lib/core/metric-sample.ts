// What both engines emit: k6's metric samples, and the tag and metric names by which the suite's scenarios and its
// recording understand each other.

/** The tags of one sample. The same object is reused for equal tags, so a reader may cache by identity. */
export type Tags = Readonly<Record<string, string>>;

/** Receives metric samples one by one: metric name, end of the event (ms since 1970), value (times in ms), tags. */
export type SampleSink = (metric: string, timeMs: number, value: number, tags: Tags) => void;

/** Tags the suite's scenarios put on every request. */
export const tag = {
  /** Name of the request kind: predict, batch-5, batch-25, batch-50, health. */
  endpoint: "endpoint",
  /** warmup or measure. */
  phase: "phase",
  /** Name of the load stage, in scenarios that have stages. */
  stage: "stage",
  /** Texts in the request, on requests that carry any. */
  texts: "texts",
  /** Why an answer is wrong (see `AnswerFault`), on `metric.answer`. */
  fault: "fault",
  /** Id of the corpus text an answer is about, on `metric.answer` and `metric.correct`. */
  input: "input",
} as const;

/** Metrics the suite adds to k6's own. */
export const metric = {
  /** Rate: 1 = the answer was as it should be, 0 = it was not (tag `fault` says how). One sample per text. */
  answer: "tailgate_answer",
  /** Rate: 1 = the predicted label equals the corpus label. One sample per text. */
  correct: "tailgate_correct",
  /** Counter: iterations that threw. */
  scriptError: "tailgate_script_error",
  /** Trend, ms: how late a request was sent after it was due. The runner measures it; under k6 it is absent. */
  sendLag: "tailgate_send_lag",
} as const;

export type Phase = "warmup" | "measure";

/** How an HTTP 200 answer can be wrong. */
export type AnswerFault = "malformed" | "count" | "label" | "score" | "batch-differs" | "mixed-up";
