// Why a request failed, as a short word that can be counted: from k6's tags `error_code` and `status`.

import type { Tags } from "./metric-sample.ts";

/** k6's error codes (https://grafana.com/docs/k6/latest/javascript-api/error-codes/) that have a word of their own. */
const words: Readonly<Record<string, string>> = {
  "1050": "timeout",
  "1101": "no-such-host",
  "1210": "connection-failed",
  "1211": "connection-timeout",
  "1212": "connection-refused",
  "1220": "connection-reset",
};

/** `http-503`, `timeout`, `connection-refused`, `error-1310`…; `unexpected` when nothing tells. */
export function errorKind(tags: Tags): string {
  const code = tags.error_code ?? "";
  const word = words[code];
  if (word !== undefined) return word;
  const status = tags.status ?? "0";
  if (status !== "0" && status !== "") return `http-${status}`;
  return code === "" ? "unexpected" : `error-${code}`;
}
