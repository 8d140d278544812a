// Text that tries to leave its place in every language the renderers write, and a recording full of it.

import fc from "fast-check";
import type { Comparison } from "../../lib/core/compare/model.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { syntheticComparison } from "./synthetic-comparison.ts";
import { shortRun, syntheticRecording } from "./synthetic-recording.ts";

const attacks = [
  "<script>alert(1)</script>",
  "</script><img src=x onerror=alert(1)>",
  "<!-- ",
  "--> ",
  "]]>",
  '" onload="alert(1)',
  "' autofocus onfocus='x",
  "&lt;b&gt; &amp;",
  "| a | b |\n|--|--|\n| x | y |",
  "\n\n# heading\n\n- item",
  "![x](http://evil.example/x.png)",
  "[click](javascript:alert(1))",
  "https://evil.example/path",
  "www.evil.example",
  "a_www.evil.example",
  "a_http://evil.example mailto:a@b.example xmpp:a@b.example/x",
  "@everyone #123 GH-1",
  "`code` ``",
  "- item",
  "+ item",
  "1. item",
  "---",
  "===",
  "    indented",
  "> quote",
  "**bold** _it_ ~~gone~~ $x$",
  "\r\n::error::owned\n::set-output name=x::y\n##[error]owned",
  "%0A::error::owned",
  "::add-mask::x",
  '=cmd|" /C calc"!A0',
  "@SUM(1+1)",
  'a,"b"\r\nc',
  "\u0000\u0008\uFFFE\uD800",
  "\u2028\u2029",
  "</details></summary></style>",
  "<?xml version='1.0'?><!DOCTYPE x>",
] as const;

/** Attacks alone, joined, and mixed with any characters at all. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...attacks), fc.string({ unit: "binary", maxLength: 12 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join(""))
  .filter((text) => text.trim() !== "");

const plain = syntheticRecording({ ...shortRun, seconds: 6, warmupSec: 1, failing: 0.02 });

/** A recording whose every text that a user or a service can choose is `text`. */
export const recordingWith = (text: string): Recording => ({
  ...plain,
  label: text,
  scenario: text,
  target: { ...plain.target, url: text, profile: text },
  load: { ...plain.load, stages: [{ name: text, users: 1, ratePerSec: null, fromMs: 0, toMs: 1000 }] },
  host: { ...plain.host, cpuModel: text, kernel: text },
  endpoints: plain.endpoints.map((endpoint) => ({
    ...endpoint,
    name: text,
    path: text,
    method: text,
    errors: { [text]: endpoint.failed },
  })),
  validity: {
    verdict: "suspect",
    reasons: [1, 2].map(() => ({ rule: text, severity: "suspect", finding: text, advice: text })),
  },
  objectives: {
    ...plain.objectives,
    criteria: plain.objectives.criteria.map((criterion) => ({ ...criterion, endpoint: text })),
  },
});

const compared = syntheticComparison();

/** A comparison of two such sides. */
export const comparisonWith = (text: string): Comparison => ({
  ...compared,
  headline: text,
  a: { ...compared.a, label: text, url: text, profile: text, gitSha: text },
  b: { ...compared.b, label: text, url: text, profile: text, gitSha: text },
  pairs: compared.pairs.map((pair) => ({ ...pair, dropped: pair.index === 1 ? text : null })),
  metrics: compared.metrics.map((row) => ({ ...row, endpoint: text, notes: [text] })),
  failures: compared.failures.map((row) => ({ ...row, endpoint: text, notes: [text] })),
  answers: compared.answers.map((row) => ({ ...row, endpoint: text, notes: [text] })),
  notes: [
    { kind: "a", severity: "warning", text },
    { kind: "b", severity: "info", text },
  ],
});
