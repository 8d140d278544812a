// What the service's tests share: a service for the length of a test, requests to it, and the model's test set.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { isRecord } from "../../lib/core/json.ts";
import { batchPredictions, isPrediction, type Prediction } from "../../lib/core/service-contract.ts";
import { suiteRoot } from "../../lib/node/suite-root.ts";
import { type RunningService, type ServiceOptions, startService } from "../../service/service.ts";

export interface LabelledText {
  readonly label: string;
  readonly text: string;
}

const isLabelled = (x: unknown): x is LabelledText =>
  isRecord(x) && typeof x.label === "string" && typeof x.text === "string";

/** The whole test split that the model card speaks of. */
export const readTestSet = (): readonly LabelledText[] => {
  const packed = readFileSync(join(suiteRoot(), "test/service/test-set.json.gz"));
  const file: unknown = JSON.parse(gunzipSync(packed).toString());
  if (!isRecord(file) || !Array.isArray(file.texts) || !file.texts.every(isLabelled)) throw new Error("no texts");
  return file.texts;
};

/** Runs `body` against a service of its own and closes it, also when the body fails. */
export async function withService(
  options: ServiceOptions,
  body: (service: RunningService) => Promise<void>,
): Promise<void> {
  const service = await startService(options);
  try {
    await body(service);
  } finally {
    await service.close();
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: unknown;
}

/** One POST of JSON (a string is sent as it is); the answer's body must be JSON. */
export async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, json: await response.json() };
}

export async function predict(service: RunningService, text: string): Promise<Prediction> {
  const { status, json } = await post(`${service.url}/predict`, { text });
  if (status !== 200 || !isPrediction(json)) throw new Error(`/predict answered ${status} ${JSON.stringify(json)}`);
  return json;
}

export async function predictBatch(service: RunningService, texts: readonly string[]): Promise<readonly Prediction[]> {
  const { status, json } = await post(`${service.url}/predict_batch`, { texts });
  const predictions = batchPredictions(json);
  if (status !== 200 || predictions === undefined) throw new Error(`/predict_batch answered ${status}`);
  return predictions;
}

/** The value of a metric without labels, from the text of /metrics. */
export async function metric(service: RunningService, name: string): Promise<number> {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  const value = new RegExp(`^${name} (.+)$`, "m").exec(text)?.[1];
  if (value === undefined) throw new Error(`no metric ${name} in:\n${text}`);
  return Number(value);
}
