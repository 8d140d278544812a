// How k6 names metrics and sub-metrics: `http_req_duration{endpoint:predict,phase:measure}`.

/** k6's rule for the names of custom metrics. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]{1,127}$/;

export const isMetricName = (name: string): boolean => NAME.test(name);

/** A parsed key; `tags` is undefined for the metric itself. */
export interface MetricKey {
  readonly metric: string;
  readonly tags: ReadonlyMap<string, string> | undefined;
}

const unquote = (text: string): string => text.trim().replace(/^["']|["']$/g, "");

/** Splits `metric{k:v,k2:v2}`; undefined when it is not of that form. A tag without a value matches the empty value. */
export function parseMetricKey(key: string): MetricKey | undefined {
  const open = key.indexOf("{");
  if (open < 0) return { metric: key, tags: undefined };
  if (!key.endsWith("}")) return undefined;
  const tags = new Map<string, string>();
  for (const pair of key.slice(open + 1, -1).split(",")) {
    const colon = pair.indexOf(":");
    const name = unquote(colon < 0 ? pair : pair.slice(0, colon));
    if (name === "") return undefined;
    tags.set(name, colon < 0 ? "" : unquote(pair.slice(colon + 1)));
  }
  return { metric: key.slice(0, open), tags };
}
