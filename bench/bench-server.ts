// The benchmark server as seen from outside: a child process with an address and a count of its answers.

import { type ChildProcess, fork } from "node:child_process";
import { isRecord } from "../lib/core/json.ts";
import { builtFile } from "../lib/node/suite-root.ts";

export interface BenchServer {
  readonly url: string;
  answered(): Promise<number>;
  stop(): void;
}

const nextNumber = (child: ChildProcess, field: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const onExit = (): void => reject(new Error("the benchmark server ended"));
    child.once("exit", onExit);
    child.once("message", (message: unknown) => {
      child.off("exit", onExit);
      const value = isRecord(message) ? message[field] : undefined;
      if (typeof value === "number") resolve(value);
      else reject(new Error(`the benchmark server did not say its ${field}`));
    });
  });

export async function startBenchServer(): Promise<BenchServer> {
  const child = fork(builtFile("bench-server.js"), { stdio: "inherit" });
  const port = await nextNumber(child, "port");
  return {
    url: `http://127.0.0.1:${port}/predict`,
    answered: () => {
      const answer = nextNumber(child, "answered");
      child.send("count");
      return answer;
    },
    stop: () => child.disconnect(),
  };
}
