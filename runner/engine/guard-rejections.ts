// Promises that a script rejects and nobody awaits: errors of the script, where Node would end the process.

import { CliError } from "../../lib/core/exit.ts";
import { TestAborted } from "../api/execution.ts";
import { describeScriptError } from "../loader/source-stack.ts";

/** Listens until the result is called. A rejection that does not come from a script is a bug and stays fatal. */
export function guardRejections(onScriptError: (error: unknown) => void): () => void {
  const listener = (reason: unknown): void => {
    if (reason instanceof TestAborted) return;
    const ofModules = reason instanceof CliError || (reason instanceof Error && reason.name === "GoError");
    if (reason instanceof Error && !ofModules && describeScriptError(reason).location === undefined) throw reason;
    onScriptError(reason);
  };
  process.on("unhandledRejection", listener);
  return () => process.off("unhandledRejection", listener);
}
