// The user's own kubectl: its context, credentials and proxies are theirs, and none of ours.

import { spawn } from "node:child_process";
import { CliError } from "../../lib/core/exit.ts";
import type { World } from "../../lib/core/world.ts";

/** A pod's log of shards is far below; a kubelet keeps 10 MiB anyway. */
const MOST_BYTES = 1 << 28;

export class Kubectl {
  readonly #program: string;
  readonly #common: readonly string[];

  constructor(world: World, namespace: string, context: string | undefined) {
    this.#program = world.env.KUBECTL || "kubectl";
    this.#common = [`--namespace=${namespace}`, ...(context === undefined ? [] : [`--context=${context}`])];
  }

  /** Standard output. @param input for its standard input @throws CliError with kubectl's own words when it fails */
  async run(args: readonly string[], input = ""): Promise<string> {
    // A group of its own: what Ctrl-C is to end is this command, which then still needs kubectl to clean up.
    const child = spawn(this.#program, [...this.#common, ...args], { detached: true, stdio: ["pipe", "pipe", "pipe"] });
    const out: Buffer[] = [];
    let length = 0;
    let words = "";
    child.stdout.on("data", (piece: Buffer) => {
      length += piece.length;
      if (length > MOST_BYTES) child.kill();
      else out.push(piece);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      words += text;
    });
    // One that does not read what it is given says why on standard error.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    const code = await new Promise<number>((resolve, reject) => {
      child.once("error", (error) => reject(this.#failure(args, error.message)));
      child.once("close", (c) => resolve(c ?? -1));
    });
    if (code === 0) return Buffer.concat(out).toString("utf8");
    throw this.#failure(args, words.trim() || `exit code ${code}`);
  }

  /** An object or a list, parsed. @throws CliError */
  async get(args: readonly string[]): Promise<unknown> {
    const text = await this.run(["get", ...args, "--output=json"]);
    try {
      return JSON.parse(text);
    } catch {
      throw this.#failure(["get", ...args], "its answer is no JSON");
    }
  }

  #failure(args: readonly string[], words: string): CliError {
    return new CliError(`kubectl ${args.slice(0, 3).join(" ")}: ${words}`, {
      hint: "Try the same by hand; KUBECTL names another program, --context another cluster.",
    });
  }
}
