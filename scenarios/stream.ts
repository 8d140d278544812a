// How long until the first word, and how fast do words come? Users who each read one streamed answer after another.
// USERS, DURATION, MAX_TOKENS; STREAM_PATH for another service than the reference one. The bounds of a good answer are
// MLPerf's for a conversation (Llama2-70B: first token within 2 s, 200 ms a token), unless GOOD_TTFT and GOOD_TPOT (ms)
// say otherwise.

import exec from "k6/execution";
import type { Options } from "k6/options";
import { baseUrl } from "../lib/k6/base-url.ts";
import { askStream } from "../lib/k6/sse-stream.ts";

const PROMPTS = ["dear friend", "the list of", "i would like to", "thank you for your", "this week in"];

const setting = (name: string, fallback: number): number => {
  const value = Number(__ENV[name] || fallback);
  if (!(value > 0)) throw new Error(`${name}=${__ENV[name]}: must be a number above 0`);
  return value;
};
const bounds = { ttft: setting("GOOD_TTFT", 2000), tpot: setting("GOOD_TPOT", 200) };
const maxTokens = setting("MAX_TOKENS", 64);
const path = __ENV.STREAM_PATH ?? "/v1/completions";
const url = `${baseUrl()}${path}`;
const endpoint = { stream: "openai", good: bounds } as const;

export const options: Options = {
  scenarios: {
    stream: { executor: "constant-vus", vus: setting("USERS", 10), duration: __ENV.DURATION || "30s" },
  },
  thresholds: { good: ["rate>=0.99"], stream_whole: ["rate>=1"] },
  summaryTrendStats: ["avg", "min", "med", "max", "p(95)", "p(99)", "count"],
};

export default function stream(): void {
  const n = exec.scenario.iterationInTest;
  const prompt = PROMPTS[n % PROMPTS.length] ?? "";
  // The usage is asked for, so that tokens are the server's own count.
  const body = { prompt, max_tokens: maxTokens, seed: n, stream: true, stream_options: { include_usage: true } };
  const headers = { "Content-Type": "application/json" };
  askStream(url, { method: "POST", path, headers, body: JSON.stringify(body) }, endpoint, { name: "completions" });
}
