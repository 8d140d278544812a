// What a script asks for and only k6 can do: refused by name, with one hint that holds wherever the runner is started.

import { CliError, exit } from "../../lib/core/exit.ts";

/** `tailgate k6 run` is always the runner and reads no ENGINE; the suite's other commands choose by it. */
export const WITH_K6 = "run it with the k6 binary (k6 run SCRIPT; in the suite's own commands ENGINE=k6)";

/** The error (107) to throw. @param otherwise what else one can do */
export const onlyK6 = (message: string, otherwise?: string): CliError =>
  new CliError(message, {
    code: exit.scriptException,
    hint: otherwise === undefined ? WITH_K6 : `${WITH_K6}, or ${otherwise}`,
  });
