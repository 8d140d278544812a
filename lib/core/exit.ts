// Exit codes and the one error that carries one. A CliError is a mistake the user can mend; anything else that is
// thrown is a bug and keeps its stack.

/** Process exit codes; those from 99 on mean what they mean in k6. */
export const exit = {
  ok: 0,
  regressed: 1,
  usage: 2,
  noData: 3,
  invalid: 4,
  bug: 70,
  objectiveFailed: 99,
  setupTimeout: 100,
  teardownTimeout: 101,
  timeout: 102,
  stopped: 103,
  invalidOptions: 104,
  interrupted: 105,
  cannotListen: 106,
  scriptException: 107,
  testAborted: 108,
  testFailed: 110,
  k6Usage: 255,
} as const;

/** What an exit code means, in words. */
export const exitMeaning: Readonly<Record<number, string>> = {
  0: "done; nothing regressed",
  1: "the service regressed",
  2: "usage or configuration error",
  3: "no decision: inconclusive, or not enough data",
  4: "the measurement is invalid: see its reasons",
  70: "a bug in tailgate",
  99: "answers are wrong, or an objective was missed",
  100: "setup took too long",
  101: "teardown took too long",
  102: "handleSummary took too long",
  103: "stopped over its address",
  104: "the options are wrong",
  105: "interrupted",
  106: "the address cannot be listened on",
  107: "the script threw",
  108: "the script ended the test",
  110: "the script marked the test as failed",
  255: "the command line is wrong, or there is no such script",
};

/** One clear line that says what is wrong, a hint that says what to do, and the exit code. */
export class CliError extends Error {
  readonly code: number;
  readonly hint: string | undefined;

  constructor(message: string, options: { code?: number; hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "CliError";
    this.code = options.code ?? exit.usage;
    this.hint = options.hint;
  }
}
