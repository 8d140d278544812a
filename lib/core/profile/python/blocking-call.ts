// A synchronous call in an async handler: work on the event loop's own thread, so that everybody else waits for it.

import { formatPercent } from "../../format.ts";
import { functionLabel } from "../function-name.ts";
import type { ProfileFunction } from "../profile.ts";
import { has, trait } from "../trait.ts";
import { type PythonRule, shareOf, stackOf, timeOf } from "./evidence.ts";

const LEAST_SHARE = 0.2;
/** The call named is the innermost function of the service that still has this much of the blocking time. */
const NEARLY_ALL = 0.8;

const isLoop = (fn: ProfileFunction): boolean => /(^|\/)(asyncio|uvloop)\//.test(fn.file);
const isOurs = (fn: ProfileFunction): boolean =>
  fn.file.endsWith(".py") && fn.file.startsWith("/") && !/\/(site-packages|dist-packages|python[\d.]+)\//.test(fn.file);

export const blockingCall: PythonRule = (evidence) => {
  const { functions } = evidence.profile;
  const [loop, ours] = [functions.map(isLoop), functions.map(isOurs)];
  const blocking = evidence.slices.flatMap((slice, node) => {
    if (slice.category === "idle" || slice.category === "http" || has(slice.traits, trait.pool)) return [];
    const stack = stackOf(evidence, node);
    // The service's own code below the loop: what uvicorn and the framework do there is their business.
    const own = stack.slice(stack.findIndex((fn) => loop[fn])).filter((fn) => ours[fn]);
    return stack.some((fn) => loop[fn]) && own.length > 0 ? [{ slice, own }] : [];
  });
  const slices = blocking.map(({ slice }) => slice);
  const share = shareOf(evidence, slices);
  if (share < LEAST_SHARE) return undefined;
  const below = new Map<number, { us: number; depthUs: number }>();
  for (const { slice, own } of blocking) {
    own.forEach((fn, depth) => {
      const { us, depthUs } = below.get(fn) ?? { us: 0, depthUs: 0 };
      if (own.indexOf(fn) === depth) below.set(fn, { us: us + slice.selfUs, depthUs: depthUs + depth * slice.selfUs });
    });
  }
  const costly = [...below].filter(([, { us }]) => us >= NEARLY_ALL * timeOf(slices));
  const [call] = costly.sort(([, a], [, b]) => b.depthUs / b.us - a.depthUs / a.us)[0] ?? [];
  const named = functions[call ?? -1];
  const where = named === undefined ? "the service's code" : functionLabel(named);
  return {
    rule: "blocking-call-in-async-handler",
    kind: "fault",
    symptom: "Response time increases linearly with users, and /health waits with everybody",
    evidence: `${where} ran on the event loop's thread, ${formatPercent(share)} of busy time`,
    cause: "An async handler calls it directly: until it returns, the loop answers nobody.",
    rival: "It is short each time and there is just much of it: then the loop is busy, not blocked.",
    nextExperiment:
      "await loop.run_in_executor(executor, …), or a handler without async (Starlette runs it in a thread): BASELINE_CMD='<this version>' CMD='<with the change>' tailgate compare; watch p95 of /health and of single texts beside batches. Pure Python gains no requests/s by it.",
  };
};
