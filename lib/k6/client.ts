// The service's three requests, each tagged with its endpoint and phase, checked and counted.

import { check } from "k6";
import http, { type RefinedParams, type RefinedResponse } from "k6/http";
import { type Tags, tag } from "../core/metric-sample.ts";
import { recordAnswer, recordHealth } from "./answers.ts";
import type { SentText } from "./corpus.ts";
import { baseUrl } from "./plan.ts";
import { requestHeaders } from "./request-headers.ts";

const json = (response: RefinedResponse<"text">): unknown => {
  try {
    return JSON.parse(response.body);
  } catch {
    return undefined;
  }
};

const params = (name: string, tags: Tags): RefinedParams<"text"> => ({
  headers: { ...requestHeaders, "Content-Type": "application/json" },
  tags: { ...tags, name },
  timeout: "60s",
  responseType: "text",
});

const answered = (response: RefinedResponse<"text">, tags: Tags): boolean =>
  check(response, { "status is 2xx": (r) => r.status >= 200 && r.status < 300 }, tags);

/** As k6 counts failures, so that a text's agree with its endpoint's: no answer, or a status outside of 200 to 399. */
const isFailed = (response: RefinedResponse<"text">): boolean => response.status < 200 || response.status >= 400;

/** `POST /predict` with one text; false when the request failed. */
export function predict(sent: SentText, tags: Tags): boolean {
  const all = { ...tags, [tag.rows]: "1" };
  const response = http.post(`${baseUrl()}/predict`, JSON.stringify({ text: sent.text }), params("/predict", all));
  if (!answered(response, all)) return !isFailed(response);
  const right = recordAnswer(json(response), [sent], true, all);
  check(right, { "answer is right": (r) => r }, all);
  return true;
}

/** `POST /predict_batch` with several texts; false when the request failed. */
export function predictBatch(sent: readonly SentText[], tags: Tags): boolean {
  const all = { ...tags, [tag.rows]: String(sent.length) };
  const body = JSON.stringify({ texts: sent.map((s) => s.text) });
  const response = http.post(`${baseUrl()}/predict_batch`, body, params("/predict_batch", all));
  if (!answered(response, all)) return !isFailed(response);
  const right = recordAnswer(json(response), sent, false, all);
  check(right, { "answer is right": (r) => r }, all);
  return true;
}

/** `GET /health`: any 2xx is healthy. */
export function health(tags: Tags): void {
  const response = http.get(`${baseUrl()}/health`, params("/health", tags));
  if (answered(response, tags)) recordHealth(tags);
}
