// From arguments to an exit code, in process: what main.ts calls and tests call with a World of their own.

import { CommanderError, Command as Program } from "commander";
import { CliError, exit, exitMeaning } from "../lib/core/exit.ts";
import type { World } from "../lib/core/world.ts";
import { suiteVersion } from "../lib/node/suite-facts.ts";
import { errorText } from "./after-verdict.ts";
import type { Command } from "./command.ts";
import { takeServiceFlag } from "./service-flag.ts";

const newProgram = (world: World, version: string): Program =>
  new Program("tailgate")
    .description("Load tests for ML inference services, with a verdict you can trust.")
    .version(version, "-V, --version", "the suite's version")
    .showHelpAfterError("(add --help for what a command takes)")
    // What follows a command is the command's: `k6` needs it as it was typed.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      writeErr: (text) => world.stderr.write(text),
    });

/** The commands that may be meant. `k6` is started by scripts, often, and needs nothing that the others load. */
const commandsFor = async ([first]: readonly string[]): Promise<readonly Command[]> =>
  first === "k6" ? [(await import("./commands/k6.ts")).k6] : (await import("./commands/index.ts")).commands;

/** Runs one command line (without `node` and the script) and resolves to the exit code; never throws. */
export async function runCli(world: World, argv: readonly string[]): Promise<number> {
  const code = await runProgram(world, argv);
  if (code !== exit.ok) world.stderr.write(`exit ${code}: ${exitMeaning[code] ?? "failed"}\n`);
  return code;
}

async function runProgram(outside: World, typed: readonly string[]): Promise<number> {
  let code: number = exit.ok;
  let taken: ReturnType<typeof takeServiceFlag>;
  try {
    taken = takeServiceFlag(outside, typed);
  } catch (error) {
    return report(outside, error);
  }
  const { world, argv } = taken;
  const program = newProgram(world, await suiteVersion());
  for (const command of await commandsFor(argv)) {
    command(program, world, (c) => {
      code = c;
    });
  }
  try {
    await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    return report(world, error);
  }
}

const report = (world: World, error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.ok : exit.usage;
  if (error instanceof CliError) {
    world.stderr.write(errorText(error));
    return error.code;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  world.stderr.write(`error: this is a bug in tailgate, please report it\n${detail}\n`);
  return exit.bug;
};
