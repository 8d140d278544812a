// What the end of an engine means for its run: whether there is one at all, and whether its script was at fault.

import { CliError, exit } from "../../lib/core/exit.ts";
import type { Recording } from "../../lib/core/recording.ts";
import type { EngineOutcome } from "../engine/engine.ts";

/** What is asked of a plan: whether its script is foreign. */
interface Plan {
  readonly foreign?: unknown;
}
type Seen = Pick<Recording, "endpoints" | "generator">;
type Outcome = Pick<EngineOutcome, "exitCode" | "problem" | "died">;

const SCRIPT_EXIT_CODES: readonly number[] = [exit.scriptException, exit.testFailed];

/** Those of a warm-up stand in its windows only. */
const hasRequests = ({ count, windows }: Seen["endpoints"][number]): boolean => count > 0 || windows.length > 0;

/** What ended the engine, when that was neither the service's doing nor the user's. @throws CliError */
export function checkOutcome({ foreign }: Plan, outcome: Outcome, recording: Seen): void {
  if (foreign === undefined) checkScenario(outcome, recording);
  else checkScript(outcome, recording);
}

function checkScenario({ problem, exitCode, died }: Outcome, { endpoints, generator }: Seen): void {
  if (problem === undefined) return;
  const sawRequests = endpoints.some(hasRequests);
  // What a generator saw before it died is not lost: the recording says that it did.
  if (died !== undefined && sawRequests) return;
  // A script that throws in some iterations has a recording, and the recording says so.
  if (SCRIPT_EXIT_CODES.includes(exitCode) && (sawRequests || generator.scriptErrors > 0)) return;
  throw new CliError(problem, {
    code: SCRIPT_EXIT_CODES.includes(exitCode)
      ? exit.scriptException
      : exitCode === exit.invalidOptions
        ? exit.usage
        : exit.invalid,
    hint: "The engine could not run the scenario; nothing was recorded.",
  });
}

/** A script that could not be run at all; what it did wrong later goes with its recording. */
function checkScript({ problem, exitCode, died }: Outcome, { endpoints }: Seen): void {
  if (problem === undefined || endpoints.some(hasRequests)) return;
  throw new CliError(problem, {
    code: died === undefined ? exitCode : exit.invalid,
    hint: "The script sent no request; nothing was recorded.",
  });
}

/** What a script did wrong outside of its iterations. A generator that died is no fault of the script. */
export const faultOf = <T extends Outcome>({ foreign }: Plan, outcome: T): T | undefined =>
  foreign === undefined || outcome.problem === undefined || outcome.died !== undefined ? undefined : outcome;
