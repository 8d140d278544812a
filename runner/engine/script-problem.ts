// How a run can fail for the script's or the options' sake: an exit code of k6's and one clear line. Not a bug.

import { CliError, exit } from "../../lib/core/exit.ts";
import { TestAborted } from "../api/execution.ts";
import { describeScriptError } from "../loader/source-stack.ts";

export interface Problem {
  readonly exitCode: number;
  readonly message: string;
  /** Where in the source, when it is the script's. */
  readonly location?: string;
  readonly hint?: string;
}

/** What a script threw, a CliError or a RunFailure as a problem; `during` says when, e.g. "setup()". */
export function problemOf(error: unknown, during: string): Problem {
  if (error instanceof RunFailure) return error.problem;
  if (error instanceof CliError) {
    return { exitCode: error.code, message: error.message, ...(error.hint !== undefined && { hint: error.hint }) };
  }
  const { message, location } = describeScriptError(error);
  if (error instanceof TestAborted) {
    return { exitCode: exit.testAborted, message: `test aborted: ${error.message}`, ...(location && { location }) };
  }
  return {
    exitCode: exit.scriptException,
    message: `${during}: ${message}`,
    ...(location !== undefined && { location }),
  };
}

/** Thrown to end a run with a problem. */
export class RunFailure extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = "RunFailure";
    this.problem = problem;
  }
}
