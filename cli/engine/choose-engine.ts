// Which engine runs a scenario: what ENGINE says, or k6 when there is one, or the embedded runner.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CliError } from "../../lib/core/exit.ts";
import type { World } from "../../lib/core/world.ts";
import { findService } from "../../lib/node/service/find-service.ts";
import { suiteVersion } from "../../lib/node/suite-facts.ts";
import type { Engine } from "./engine.ts";
import { fleetEngine, fleetSize } from "./fleet-engine.ts";
import { k6Engine } from "./k6-engine.ts";
import { checkOutputs } from "./named-outputs.ts";
import { runnerEngine } from "./runner-engine.ts";

const run = promisify(execFile);

interface Found {
  readonly path: string;
  readonly version: string;
  /** Whether it has the extension that reads server-sent events. */
  readonly readsStreams: boolean;
}

/** The module of phymbert/xk6-sse, which the runner has of its own. */
const SSE = "k6/x/sse";

/** The k6 at `path`, or what is wrong with it. */
async function probe(path: string): Promise<Found | string> {
  let text: string;
  try {
    text = (await run(path, ["version"], { timeout: 20_000 })).stdout;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOENT" ? "not found" : "it cannot be run";
  }
  const version = /k6(?:\.exe)? v?(\d+)(\.\S+)?/.exec(text);
  if (version?.[1] === undefined) return "it does not say a k6 version";
  return Number(version[1]) >= 1
    ? { path, version: `${version[1]}${version[2] ?? ""}`, readsStreams: text.includes(SSE) }
    : `k6 v${version[1]} is too old`;
}

/** For a run of a scenario over the service at hand, or of a script, of which nobody knows whether it streams. @throws CliError */
export const engineFor = async (world: World, isScript: boolean): Promise<Engine> =>
  chooseEngine(world, !isScript && (await findService(world)).streams);

/**
 * Reads ENGINE, K6_BIN, FLEET and K6_OUT. @param streams whether the service streams its answers
 * @throws CliError when k6 is demanded and there is none, or none that can do it; when an output is not to be had
 */
export async function chooseEngine(world: World, streams = false): Promise<Engine> {
  const shards = fleetSize(world.env);
  const engine = await chooseOne(world, streams);
  checkOutputs(world, engine.name, shards !== undefined);
  return shards === undefined ? engine : fleetEngine(engine, shards);
}

async function chooseOne(world: World, streams: boolean): Promise<Engine> {
  const asked = world.env.ENGINE || "auto";
  if (asked !== "auto" && asked !== "k6" && asked !== "runner") {
    throw new CliError(`ENGINE=${asked}: must be auto, k6 or runner`);
  }
  if (asked === "runner") return runnerEngine(await suiteVersion(), "ENGINE=runner");
  const named = world.env.K6_BIN || undefined;
  const found = await probe(named ?? "k6");
  if (typeof found !== "string") {
    if (streams && !found.readsStreams) {
      const lacks = `k6 ${found.version} lacks the extension ${SSE}, which streamed answers need`;
      if (asked !== "k6" && named === undefined) return runnerEngine(await suiteVersion(), lacks);
      throw new CliError(lacks, {
        hint: "Use the embedded runner with ENGINE=runner, or name a k6 that was built with xk6-sse in K6_BIN.",
      });
    }
    return k6Engine(found.path, found.version, named === undefined ? "k6 is on PATH" : "K6_BIN names it");
  }
  if (asked === "k6" || named !== undefined) {
    throw new CliError(`${named === undefined ? "k6 on PATH" : `K6_BIN=${named}`}: ${found}`, {
      hint: "Install k6 v1 or newer, point K6_BIN at it, or use the embedded runner with ENGINE=runner.",
    });
  }
  const why = found === "not found" ? "there is no k6 on PATH" : `the k6 on PATH cannot serve: ${found}`;
  return runnerEngine(await suiteVersion(), why);
}
