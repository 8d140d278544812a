// One request of any described kind, tagged with its endpoint and phase, its answers checked and counted.

import { check } from "k6";
import http, { type RefinedResponse } from "k6/http";
import { type Tags, tag } from "../core/metric-sample.ts";
import { readReply, readStream, replyOf } from "../core/service/read-reply.ts";
import { requestOf, type WireRequest } from "../core/service/request.ts";
import { type RequestKind, shownPath } from "../core/service/request-kinds.ts";
import type { StreamFormat } from "../core/streams/stream-format.ts";
import { recordAnswers, recordHealth } from "./answers.ts";
import { baseUrl } from "./base-url.ts";
import { recordFigures } from "./described-figures.ts";
import { requestHeaders } from "./request-headers.ts";
import type { SentRow } from "./sent-row.ts";
import { askStream } from "./stream.ts";
import { type Traced, trace } from "./trace.ts";

const answered = (response: RefinedResponse<"text">, tags: Tags): boolean =>
  check(response, { "status is 2xx": (r) => r.status >= 200 && r.status < 300 }, tags);

/** As k6 counts failures, so that a row's agree with its endpoint's: no answer, or a status outside of 200 to 399. */
const isFailed = (status: number): boolean => status < 200 || status >= 400;

/** Reads a streamed answer to its end; false when the request failed. */
function askForStream(
  kind: RequestKind<unknown>,
  endpoint: RequestKind<unknown>["endpoint"] & { readonly stream: StreamFormat },
  request: WireRequest,
  sent: readonly SentRow[],
  tags: Tags,
  traced: Traced,
): boolean {
  const { status, outcome, ms } = askStream(`${baseUrl()}${request.path}`, request, endpoint, {
    ...tags,
    name: shownPath(kind),
  });
  traced.ended({ status, errorCode: 0, ms }, isFailed(status), tags);
  const good = status >= 200 && status < 300;
  check(status, { "status is 2xx": () => good }, tags);
  const rows = sent.map(({ row }) => row);
  recordFigures(endpoint, replyOf(status, outcome.text), rows, good && outcome.why === undefined, tags);
  if (!good) return !isFailed(status);
  const read = readStream(endpoint, status, outcome, rows);
  check(recordAnswers(kind, read, sent, tags), { "answer is right": (r) => r }, tags);
  return true;
}

/** Sends rows to an endpoint; false when the request failed. @throws DescriptionError when it cannot be made */
export function ask(kind: RequestKind<unknown>, sent: readonly SentRow[], tags: Tags): boolean {
  const { endpoint } = kind;
  const all = kind.rows === null ? tags : { ...tags, [tag.rows]: String(sent.length) };
  const rows = sent.map(({ row }) => row);
  const ids = sent.map(({ id }, i) => id ?? `${i + 1} of the request (made unique)`);
  const traced = trace();
  const request = requestOf(kind, rows, ids, { ...requestHeaders, ...traced.headers }, new Date());
  if (endpoint.stream !== undefined)
    return askForStream(kind, { ...endpoint, stream: endpoint.stream }, request, sent, all, traced);
  const { method, path, headers, body } = request;
  const response = http.request(method, `${baseUrl()}${path}`, body, {
    headers,
    tags: { ...all, name: shownPath(kind) },
    timeout: "60s",
    responseType: "text",
  });
  const { status, error_code: errorCode, timings } = response;
  traced.ended({ status, errorCode, ms: timings.duration }, isFailed(status), all);
  const isGood = answered(response, all);
  const reply = replyOf(response.status, response.body, response.headers);
  recordFigures(endpoint, reply, rows, isGood, all);
  if (!isGood) return !isFailed(response.status);
  if (endpoint.role === "health") recordHealth(all);
  if (endpoint.role !== "inference") return true;
  const read = readReply(endpoint, reply, rows);
  check(recordAnswers(kind, read, sent, all), { "answer is right": (r) => r }, all);
  return true;
}
