// `tailgate serve`: the reference service in the foreground, until it is interrupted.

import { CliError, exit } from "../../lib/core/exit.ts";
import type { World } from "../../lib/core/world.ts";
import type { ServiceOptions } from "../../service/service.ts";
import type { Command } from "../command.ts";

/** The port in the guide's examples. */
const DEFAULT_PORT = 8000;

interface Flags {
  readonly profile?: string;
  readonly host: string;
  readonly port?: string;
  readonly slowdown?: string;
  readonly workers?: string;
  readonly queue?: string;
  readonly log?: string;
}

/** A flag, or the variable that stands in for it; undefined when neither is given. */
const given = (flag: string | undefined, variable: string | undefined): string | undefined =>
  flag ?? (variable === "" ? undefined : variable);

const wholeNumber = (name: string, text: string | undefined, least: number, most: number): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new CliError(`"${text}" is no ${name}`, { hint: `Give a whole number from ${least} to ${most}.` });
};

const factor = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && value >= 1 && value <= 100) return value;
  throw new CliError(`"${text}" is no slowdown`, { hint: "Give a factor from 1 to 100, such as 1.25." });
};

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });

const runService = async (world: World, flags: Flags): Promise<number> => {
  const { env } = world;
  const options: ServiceOptions = {
    profile: given(flags.profile, env.SERVICE_PROFILE),
    host: flags.host,
    port: wholeNumber("port", given(flags.port, env.PORT), 0, 65_535) ?? DEFAULT_PORT,
    slowdown: factor(given(flags.slowdown, env.SERVICE_SLOWDOWN)),
    workers: wholeNumber("number of workers", flags.workers, 1, 64),
    queueTexts: wholeNumber("queue length", flags.queue, 1, 1_000_000),
    log: flags.log,
  };
  // Imported here, so that every other command starts without fastify.
  const { startService } = await import("../../service/service.ts");
  const service = await startService(options);
  world.stdout.write(`${JSON.stringify({ listening: service.url, profile: service.profile, pid: process.pid })}\n`);
  await untilAborted(world.interrupted);
  await service.close();
  return exit.ok;
};

/** Adds `serve`. */
export const serve: Command = (program, world, done) => {
  program
    .command("serve")
    .description("run the reference inference service; prints one line of JSON when it listens")
    .option("--profile <name>", "baseline (default), p1, p2, p3, p4, p1234, mb or optimised")
    .option("--host <address>", "the address to listen on", "127.0.0.1")
    .option("--port <number>", `the port to listen on (default: ${DEFAULT_PORT}); 0 lets the system choose`)
    .option("--slowdown <factor>", "do this many times the inference work, to test the suite itself")
    .option("--workers <count>", "worker threads, in profiles that have them (default: one a core)")
    .option("--queue <texts>", "texts that may wait before requests are refused (default: 1000)")
    .option("--log <file>", "append the service's log to this file (default: a temporary one, removed at the end)")
    .addHelpText(
      "after",
      "\nSERVICE_PROFILE, PORT and SERVICE_SLOWDOWN stand in for --profile, --port and --slowdown.\n" +
        "SIGINT and SIGTERM stop it: requests in flight are answered first.",
    )
    .action(async (flags: Flags) => done(await runService(world, flags)));
};
