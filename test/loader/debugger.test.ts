// A breakpoint on a TypeScript line stops there, with the script's own variables: what `make debug` is for.

import { type ChildProcess, spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import { generatedPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { WebSocket } from "undici";
import { expect, test } from "vitest";
import { builtCli } from "../support/built.ts";
import { withScript } from "./script-file.ts";

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
}

function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null;
}

/** The inspector of one process: requests with answers, events in order. */
class Inspector {
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, (result: Readonly<Record<string, unknown>>) => void>();
  readonly #listeners = new Map<string, (params: Readonly<Record<string, unknown>>) => void>();
  #last = 0;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      const message: unknown = JSON.parse(String(data));
      if (!isMessage(message)) return;
      if (message.id !== undefined) this.#answers.get(message.id)?.(message.result ?? {});
      else this.#listeners.get(message.method ?? "")?.(message.params ?? {});
    });
  }

  ask(method: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> {
    const id = ++this.#last;
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  on(method: string, listener: (params: Readonly<Record<string, unknown>>) => void): void {
    this.#listeners.set(method, listener);
  }
}

function address(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stderr?.on("data", (data) => {
      text += String(data);
      const found = /ws:\/\/\S+/.exec(text);
      if (found) resolve(found[0]);
    });
    child.once("exit", () => reject(new Error(`ended before it listened: ${text}`)));
  });
}

/** The source map that stands in a script's text as a data URL. */
function inlineMap(url: unknown): TraceMap {
  const [, base64 = ""] = /^data:application\/json;base64,(.*)$/.exec(String(url)) ?? [];
  return new TraceMap(Buffer.from(base64, "base64").toString());
}

const script = `import { sleep } from "k6";
interface Greeting { readonly text: string }

export default function (): void {
  const greeting: Greeting = { text: "hello" };
  sleep(0.01);
  console.log(greeting.text);
}
`;

/** Runs `path` under the inspector until it stops at `line`; gives what `expression` is there. */
async function valueAt(path: string, line: number, expression: string): Promise<unknown> {
  const args = ["k6", "run", "--quiet", "--vus", "1", "--iterations", "1", path];
  const child = spawn(process.execPath, ["--inspect-wait=127.0.0.1:0", builtCli(), ...args]);
  try {
    const socket = new WebSocket(await address(child));
    await new Promise((resolve) => socket.addEventListener("open", resolve));
    const inspector = new Inspector(socket);
    const stopped = new Promise<unknown>((resolve) => {
      const maps = new Map<unknown, TraceMap>();
      inspector.on("Debugger.scriptParsed", ({ scriptId, sourceMapURL }) => {
        if (String(sourceMapURL).startsWith("data:")) maps.set(scriptId, inlineMap(sourceMapURL));
      });
      inspector.on("Debugger.paused", async ({ reason, data, callFrames }) => {
        if (reason === "instrumentation") {
          // Before a script with a source map runs, as editors do: set the breakpoint where the map says.
          const { scriptId } = Object(data);
          const map = maps.get(scriptId);
          const source = pathToFileURL(path).href;
          const at = map?.sources.includes(source) ? generatedPositionFor(map, { source, line, column: 2 }) : undefined;
          if (at && at.line !== null) {
            const location = { scriptId, lineNumber: at.line - 1, columnNumber: at.column };
            await inspector.ask("Debugger.setBreakpoint", { location });
          }
          await inspector.ask("Debugger.resume");
          return;
        }
        const [frame] = Array.isArray(callFrames) ? callFrames : [];
        const answer = await inspector.ask("Debugger.evaluateOnCallFrame", {
          callFrameId: frame.callFrameId,
          expression,
        });
        resolve(Object(answer.result).value);
      });
    });
    await inspector.ask("Debugger.enable");
    await inspector.ask("Debugger.setInstrumentationBreakpoint", {
      instrumentation: "beforeScriptWithSourceMapExecution",
    });
    await inspector.ask("Runtime.runIfWaitingForDebugger");
    const ended = new Promise((resolve) => child.once("exit", () => resolve("the script ended without stopping")));
    return await Promise.race([stopped, ended]);
  } finally {
    child.kill("SIGKILL");
  }
}

test("a breakpoint on a TypeScript line stops there and sees its variables", async () => {
  const value = await withScript({ "script.ts": script }, (path) =>
    valueAt(path, 7, "greeting.text + ' ' + __tailgate.global.__VU"),
  );
  expect(value).toBe("hello 1");
});
