// The causes a Python service is slow by, as measured rules: each with what was seen, what else would look the same,
// and the experiment that would tell. docs/profiling.md lists them.

import type { Diagnosis } from "../../diagnosis/diagnosis.ts";
import type { LockUse } from "../lock-use.ts";
import { hasStacks, type Profile } from "../profile.ts";
import { blockingCall } from "./blocking-call.ts";
import { isPythonProfile, type PythonRule, pythonEvidence } from "./evidence.ts";
import { gilBoundThreads } from "./gil-bound-threads.ts";
import { oneWorker } from "./one-worker.ts";
import { hotPathLogging, pydanticValidation } from "./shares.ts";

const rules: readonly PythonRule[] = [blockingCall, gilBoundThreads, oneWorker, pydanticValidation, hotPathLogging];

/** What a profile shows; empty for other languages and for profiles without stacks. */
export function pythonCauses(
  profile: Profile,
  lock: LockUse | undefined,
  cores: number | undefined,
): readonly Diagnosis[] {
  if (!hasStacks(profile) || !isPythonProfile(profile)) return [];
  const evidence = pythonEvidence(profile, lock, cores);
  return rules.flatMap((rule) => rule(evidence) ?? []);
}
