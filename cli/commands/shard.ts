// `tailgate shard`: stands as `k6` in a generator's image. Runs one process's part of a run with k6's own arguments and
// leaves a shard; any other command of k6 is passed through.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { CliError, exit } from "../../lib/core/exit.ts";
import type { Shard } from "../../lib/core/fleet/shard.ts";
import type { World } from "../../lib/core/world.ts";
import { type ShardText, writeShardText } from "../../lib/node/shard-text.ts";
import { writeWholeFile } from "../../lib/node/whole-file.ts";
import type { Command } from "../command.ts";
import { runShard } from "../fleet/run-shard.ts";
import { isRun, parseShardArguments } from "../fleet/shard-arguments.ts";

/** Where Kubernetes reads a container's last words (4 KiB at most). */
const TERMINATION_LOG = "/dev/termination-log";

/** k6 as it is, for what is no run. @throws CliError when it would be this command again */
async function passThrough(world: World, argv: readonly string[]): Promise<number> {
  if (world.env.TAILGATE_SHARD === "1") {
    throw new CliError("k6 is this command itself", { hint: "Point K6_BIN at the real k6." });
  }
  const child = spawn(world.env.K6_BIN || "k6", argv, {
    stdio: "inherit",
    env: { ...process.env, TAILGATE_SHARD: "1" },
  });
  world.interrupted.addEventListener("abort", () => child.kill("SIGINT"), { once: true });
  return await new Promise((resolve, reject) => {
    child.once("error", (error) =>
      reject(new CliError(`cannot run k6: ${error.message}`, { hint: "Point K6_BIN at the k6 binary." })),
    );
    child.once("close", (code) => resolve(code ?? exit.interrupted));
  });
}

/** What proves that a log is whole: its hash, by a way of its own. */
const lastWords = (shard: Shard, { parts, sha256 }: ShardText): string =>
  JSON.stringify({
    schema: shard.schema,
    shard: shard.place.index,
    parts,
    sha256,
    exitCode: shard.exitCode,
    startedAtMs: shard.startedAtMs,
  });

async function leave(world: World, shard: Shard): Promise<void> {
  const text = writeShardText(shard);
  world.stdout.write(text.text);
  const dir = world.env.SHARD_DIR || undefined;
  if (dir !== undefined) await writeWholeFile(join(dir, `${shard.run}-${shard.place.index}.shard`), text.text);
  const log = world.env.TERMINATION_LOG || TERMINATION_LOG;
  if (existsSync(log)) await writeFile(log, lastWords(shard, text)).catch(() => undefined);
}

const HELP = `Runs one part of a run with k6's arguments, and prints what it saw as a shard (docs/scale.md).

  tailgate shard run --execution-segment=0:1/3 --execution-segment-sequence=0,1/3,2/3,1 [k6 flags] script.js

The plan comes from the environment, as in \`run\`; BASE_URL names the service. K6_BIN names the real k6, ENGINE=runner
takes the embedded runner. SHARD_DIR: a folder to write the shard to as well. Other commands than run are k6's.
`;

/** Flags are k6's, so commander leaves them alone. */
export const shard: Command = (program, world, done) => {
  program
    .command("shard")
    .summary("run one process's part of a run, as `k6` in a fleet's image")
    .description("one process of a fleet")
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .passThroughOptions()
    .argument("[arguments...]")
    .action(async (argv: readonly string[]) => {
      if (argv.length === 0 || argv[0] === "--help") {
        world.stdout.write(HELP);
        return;
      }
      if (!isRun(argv)) {
        done(await passThrough(world, argv));
        return;
      }
      const made = await runShard(parseShardArguments(argv), world);
      await leave(world, made);
      done(made.exitCode);
    });
};
