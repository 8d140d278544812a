// `http.batch`: many requests at once, at most `batch` together and `batchPerHost` to one host, as k6 limits them.

import { isRecord } from "../../lib/core/json.ts";
import { goError } from "../vu/go-error.ts";
import type { HttpClient } from "./client.ts";
import { perform, type RequestArguments } from "./perform.ts";
import type { HttpResponse } from "./response.ts";
import { UrlTemplate } from "./url-template.ts";

/** One entry of a batch: a URL, `[method, url, body, params]`, or an object with these names. */
function argumentsOf(entry: unknown): RequestArguments {
  if (Array.isArray(entry)) {
    const [method, url, body, params]: unknown[] = entry;
    return { method: String(method), url, body, params };
  }
  if (isRecord(entry) && !(entry instanceof UrlTemplate))
    return { method: String(entry.method ?? "GET"), url: entry.url, body: entry.body, params: entry.params };
  return { method: "GET", url: entry, body: undefined, params: undefined };
}

function hostOf(client: HttpClient, asked: RequestArguments): string {
  const url = asked.url instanceof UrlTemplate ? asked.url.url : asked.url;
  const parsed = typeof url === "string" ? client.shared.targets.get(url) : undefined;
  return parsed?.ok ? parsed.target.authority : "";
}

/** Starts `work` for each item, at most `most` at a time and `mostOf` with the same key; results in order. */
async function limited<In, Out>(
  items: readonly In[],
  most: number,
  mostOf: number,
  keyOf: (item: In) => string,
  work: (item: In) => Promise<Out>,
): Promise<Out[]> {
  const results: Out[] = [];
  const waiting = items.map((item, index) => ({ item, index, key: keyOf(item) }));
  const busy = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  while (waiting.length > 0 || underWay.size > 0) {
    const at = underWay.size < most ? waiting.findIndex((w) => (busy.get(w.key) ?? 0) < mostOf) : -1;
    const [next] = at < 0 ? [] : waiting.splice(at, 1);
    if (next === undefined) {
      await Promise.race(underWay);
      continue;
    }
    busy.set(next.key, (busy.get(next.key) ?? 0) + 1);
    const one: Promise<void> = work(next.item).then((result) => {
      results[next.index] = result;
      busy.set(next.key, (busy.get(next.key) ?? 1) - 1);
      underWay.delete(one);
    });
    underWay.add(one);
  }
  return results;
}

/** Makes the requests of an array or object and answers in the same shape. @throws GoError for anything else */
export async function batch(
  client: HttpClient,
  requests: unknown,
): Promise<HttpResponse[] | Record<string, HttpResponse>> {
  if (requests === undefined || requests === null) throw goError("no argument was provided to http.batch()");
  if (typeof requests !== "object") throw goError(`invalid http.batch() argument type ${typeof requests}`);
  const { batch: most, batchPerHost } = client.vu.http;
  const responses = await limited(
    Object.values(requests).map(argumentsOf),
    Math.max(1, most),
    batchPerHost > 0 ? batchPerHost : Number.POSITIVE_INFINITY,
    (asked) => hostOf(client, asked),
    (asked) => perform(client, asked),
  );
  if (Array.isArray(requests)) return responses;
  const named: Record<string, HttpResponse> = {};
  Object.keys(requests).forEach((key, i) => {
    const response = responses[i];
    if (response) named[key] = response;
  });
  return named;
}
