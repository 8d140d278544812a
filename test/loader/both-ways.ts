// Runs one program twice: as it is, with k6 calls that answer at once, and coloured, with k6 calls that answer later.
// Each run gives its trace: what was called and logged, in order, and how it ended.

import { Script } from "node:vm";
import { transform } from "esbuild";
import { type Colouring, colour } from "../../runner/loader/colour.ts";
import { analyseFlow } from "../../runner/loader/flow/analyse.ts";
import { instantiateScript, isFactory } from "../../runner/loader/instantiate.ts";
import { rewrite } from "../../runner/loader/rewrite.ts";
import { resolveScopes } from "../../runner/loader/scopes.ts";
import { parseModule } from "../../runner/loader/syntax.ts";
import { FakeK6, show } from "./fake-k6.ts";

export interface BothWays {
  /** What colouring refused; then there is nothing to compare. */
  readonly refusals: readonly string[];
  readonly code: string;
  readonly plain: readonly string[];
  readonly coloured: readonly string[];
}

const nothing: Colouring = { waiting: new Set(), awaited: new Set(), iterated: new Set(), refusals: [] };

async function run(code: string, answer: <Value>(value: Value) => Value | Promise<Value>): Promise<string[]> {
  const factory: unknown = new Script(code).runInThisContext();
  if (!isFactory(factory)) throw new Error("not a function");
  const fake = new FakeK6(answer);
  try {
    const exports = await instantiateScript(factory, fake.modules(), fake.globals());
    const call = async (name: string, ...args: readonly unknown[]): Promise<unknown> => {
      const found = exports[name];
      return typeof found === "function" ? await Reflect.apply(found, undefined, args) : undefined;
    };
    const data = await call("setup");
    fake.trace.push(`returned ${show(await call("default", data))}`);
    await call("teardown", data);
  } catch (error) {
    fake.trace.push(`threw ${error instanceof Error ? error.message : show(error)}`);
  }
  return fake.trace;
}

/** Answers after some turns of the microtask queue, now and then after a turn of the event loop. */
function later(): <Value>(value: Value) => Promise<Value> {
  let calls = 0;
  return async (value) => {
    calls += 1;
    for (let turn = 0; turn < calls % 4; turn++) await undefined;
    if (calls % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
    return value;
  };
}

/** Runs `source` both ways. */
export async function runBothWays(source: string): Promise<BothWays> {
  const { code } = await transform(source, { format: "esm", target: "es2022" });
  return compareBothWays(code);
}

/** Runs a bundle both ways: its setup, and its default function with what setup gave. */
export async function compareBothWays(code: string): Promise<BothWays> {
  const program = parseModule(code);
  const scopes = resolveScopes(program);
  const flow = await analyseFlow(program, scopes);
  const colouring = colour(program, flow, code);
  if (colouring.refusals.length > 0) {
    return { refusals: colouring.refusals.map(({ message }) => message), code, plain: [], coloured: [] };
  }
  const rewritten = rewrite(code, program, scopes, colouring).code;
  return {
    refusals: [],
    code: rewritten,
    plain: await run(rewrite(code, program, scopes, nothing).code, (value) => value),
    coloured: await run(rewritten, later()),
  };
}
