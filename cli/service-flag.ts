// `--service FILE` of any command that asks a service: the same as the variable SERVICE, and above it.

import type { Command as Program } from "commander";
import { CliError } from "../lib/core/exit.ts";
import type { World } from "../lib/core/world.ts";

const FLAG = "--service";

/** Commands whose own arguments are somebody else's. */
const FOREIGN: readonly string[] = ["k6"];

/** Shows the flag in a command's help. */
export const showServiceFlag = (command: Program): Program =>
  command.option(
    `${FLAG} <file>`,
    "the service's description, or a file of requests (default: SERVICE, or tailgate.service.ts here)",
  );

/** The arguments without the flag, and a world whose SERVICE it is. @throws CliError when it names nothing */
export function takeServiceFlag(world: World, argv: readonly string[]): { world: World; argv: readonly string[] } {
  if (FOREIGN.includes(argv[0] ?? "")) return { world, argv };
  const at = argv.findIndex((arg) => arg === FLAG || arg.startsWith(`${FLAG}=`));
  const arg = argv[at];
  if (arg === undefined) return { world, argv };
  const isApart = arg === FLAG;
  const file = isApart ? argv[at + 1] : arg.slice(FLAG.length + 1);
  if (file === undefined || file === "" || file.startsWith("--")) {
    throw new CliError(`${FLAG} names no file`, { hint: `For example ${FLAG} tailgate.service.ts` });
  }
  return {
    world: { ...world, env: { ...world.env, SERVICE: file } },
    argv: [...argv.slice(0, at), ...argv.slice(at + (isApart ? 2 : 1))],
  };
}
