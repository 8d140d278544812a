// One process of a local fleet: `tailgate shard` with the arguments that k6-operator gives its runners, waiting for its
// start on an address of its own.

import { type ChildProcess, spawn } from "node:child_process";
import type { ShardPlace } from "../../lib/core/fleet/shard.ts";
import { isRecord } from "../../lib/core/json.ts";
import { ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";
import { killAtExit } from "../../lib/node/process-group.ts";
import { type ReadShards, readShardText } from "../../lib/node/shard-text.ts";
import { builtFile } from "../../lib/node/suite-root.ts";

const POLL_MS = 50;
const ANSWER_MS = 5000;
/** Of k6: VUs made, waiting for the start. */
const WAITING = 4;

export interface ShardProcessSetting {
  readonly place: ShardPlace;
  readonly run: string;
  readonly script: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onNotice: (line: string) => void;
}

export interface ShardEnded extends ReadShards {
  /** How it ended, when it left no shard. */
  readonly how: string;
}

const statusOf = (json: unknown): unknown => {
  const data = isRecord(json) ? json.data : undefined;
  const attributes = isRecord(data) ? data.attributes : undefined;
  return isRecord(attributes) ? attributes.status : undefined;
};

export class ShardProcess {
  readonly index: number;
  readonly ended: Promise<ShardEnded>;
  readonly #child: ChildProcess;
  readonly #status: string;
  #hasEnded = false;
  #lastLine = "";

  constructor({ place, run, script, port, env, onNotice }: ShardProcessSetting) {
    this.index = place.index;
    this.#status = `http://127.0.0.1:${port}/v1/status`;
    const flags = ["--quiet", `--execution-segment=${place.segment}`, `--execution-segment-sequence=${place.sequence}`];
    const start = [`--address=127.0.0.1:${port}`, "--paused"];
    const tags = ["--tag", `instance_id=${place.index}`, "--tag", `testrun_name=${run}`];
    this.#child = spawn(
      process.execPath,
      [builtFile("cli.js"), "shard", "run", ...flags, script, ...start, ...tags],
      // A group of its own: Ctrl-C reaches it once, from us.
      { detached: true, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } },
    );
    killAtExit(this.#child);
    this.ended = this.#read(onNotice);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Resolves when it waits for its start (true), or has ended or been given up before (false). */
  async waits(world: World, givenUp: AbortSignal): Promise<boolean> {
    while (!this.#hasEnded && !givenUp.aborted) {
      try {
        const response = await fetch(this.#status, { signal: AbortSignal.timeout(ANSWER_MS) });
        if (statusOf(await response.json()) === WAITING) return true;
      } catch {
        // It does not listen yet.
      }
      await world.sleep(ms(POLL_MS), givenUp);
    }
    return false;
  }

  async start(): Promise<void> {
    const body = JSON.stringify({ data: { type: "status", id: "default", attributes: { paused: false } } });
    await fetch(this.#status, { method: "PATCH", body, signal: AbortSignal.timeout(ANSWER_MS) });
  }

  /** Lets it end its engine and leave what it has; said twice, it ends at once and takes its engine with it. */
  interrupt(): void {
    if (!this.#hasEnded) this.#child.kill("SIGTERM");
  }

  async #read(onNotice: (line: string) => void): Promise<ShardEnded> {
    const { stdout, stderr } = this.#child;
    const out: Buffer[] = [];
    stdout?.on("data", (piece: Buffer) => out.push(piece));
    let rest = "";
    stderr?.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        // A machine's word on the exit code, which is in the shard.
        if (line === "" || line.startsWith("exit ")) continue;
        this.#lastLine = line;
        onNotice(`shard ${this.index}: ${line}`);
      }
    });
    const how = await new Promise<string>((resolve) => {
      this.#child.once("error", (error) => resolve(error.message));
      this.#child.once("close", (code, signal) =>
        resolve(signal === null ? `exit code ${code}` : `killed by ${signal}`),
      );
    });
    this.#hasEnded = true;
    const said = this.#lastLine === "" ? "" : `, ${this.#lastLine}`;
    return { ...readShardText(Buffer.concat(out).toString("utf8")), how: `${how}${said}` };
  }
}
