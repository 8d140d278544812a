// Runs one program twice: as it is, with k6 calls that answer at once, and coloured, with k6 calls that answer later.
// Each run gives its trace: what was called and logged, in order, and how it ended.

import { Script } from "node:vm";
import { transform } from "esbuild";
import { type Colouring, colour } from "../../runner/loader/colour.ts";
import { analyseFlow } from "../../runner/loader/flow/analyse.ts";
import { instantiateScript, isFactory } from "../../runner/loader/instantiate.ts";
import { rewrite } from "../../runner/loader/rewrite.ts";
import { resolveScopes } from "../../runner/loader/scopes.ts";
import type { ModuleNamespace } from "../../runner/loader/script.ts";
import { parseModule } from "../../runner/loader/syntax.ts";

export interface BothWays {
  /** What colouring refused; then there is nothing to compare. */
  readonly refusals: readonly string[];
  readonly code: string;
  readonly plain: readonly string[];
  readonly coloured: readonly string[];
}

/** Ends programs that would go on too long, at the same point of both runs. */
const traceLimit = 300;

const nothing: Colouring = { waiting: new Set(), awaited: new Set(), iterated: new Set(), refusals: [] };

function show(value: unknown): string {
  if (value instanceof Promise) return "PROMISE";
  if (typeof value === "function") return "function";
  return JSON.stringify(value) ?? String(value);
}

class Run {
  readonly trace: string[] = [];
  readonly #answer: <Value>(value: Value) => Value | Promise<Value>;

  constructor(answer: <Value>(value: Value) => Value | Promise<Value>) {
    this.#answer = answer;
  }

  note(...parts: readonly unknown[]): void {
    if (this.trace.length >= traceLimit) throw new Error("too long");
    this.trace.push(parts.map(show).join(" "));
  }

  modules(): Readonly<Record<string, ModuleNamespace>> {
    const response = (input: unknown): object => {
      const status = (String(show(input)).length * 7 + Number(input ?? 1)) % 11;
      return {
        status,
        json: () => ({ n: status + 1 }),
        deep: status % 2 ? { value: (n: number) => n + status } : undefined,
      };
    };
    const verbs = ["get", "post", "put", "patch", "del", "head", "options", "request"].map((verb) => [
      verb,
      (input: unknown) => {
        this.note(verb, input);
        if (Number(input) % 13 === 12) throw new Error(`${verb} failed`);
        return this.#answer(response(input));
      },
    ]);
    const batch = (inputs: readonly unknown[]): unknown => {
      this.note("batch", inputs);
      return this.#answer(inputs.map(response));
    };
    const http: ModuleNamespace = { ...Object.fromEntries(verbs), batch };
    const k6: ModuleNamespace = {
      sleep: (seconds: unknown) => {
        this.note("sleep", seconds);
        return this.#answer(undefined);
      },
      group: (name: string, body: () => unknown) => this.#group(name, body),
      check: (value: unknown, set: object) => this.#check(value, set),
    };
    return { k6: { ...k6, default: k6 }, "k6/http": { ...http, default: http } };
  }

  #group(name: string, body: () => unknown): unknown {
    this.note("group", name);
    const end = (): void => {
      this.trace.push(`end of group ${name}`);
    };
    try {
      const result = body();
      if (result instanceof Promise) return result.finally(end);
      end();
      return result;
    } catch (error) {
      end();
      throw error;
    }
  }

  #check(value: unknown, set: object): unknown {
    const entries: [string, unknown][] = Object.entries(set);
    const from = (start: number, passed: boolean): unknown => {
      let all = passed;
      for (const [index, [name, predicate]] of entries.entries()) {
        if (index < start) continue;
        const result: unknown =
          typeof predicate === "function" ? Reflect.apply(predicate, undefined, [value]) : predicate;
        if (result instanceof Promise) {
          return result.then((late: unknown) => {
            this.note("check", name, Boolean(late));
            return from(index + 1, all && Boolean(late));
          });
        }
        this.note("check", name, Boolean(result));
        all &&= Boolean(result);
      }
      return all;
    };
    return from(0, true);
  }
}

async function run(code: string, answer: <Value>(value: Value) => Value | Promise<Value>): Promise<string[]> {
  const factory: unknown = new Script(code).runInThisContext();
  if (!isFactory(factory)) throw new Error("not a function");
  const { trace, ...rest } = { trace: new Run(answer) };
  const modules = trace.modules();
  try {
    const exports = await instantiateScript(factory, (name) => modules[name] ?? rest, {
      console: { log: (...parts: readonly unknown[]) => trace.note(...parts) },
    });
    const result: unknown = typeof exports.default === "function" ? await exports.default() : undefined;
    trace.trace.push(`returned ${show(result)}`);
  } catch (error) {
    trace.trace.push(`threw ${error instanceof Error ? error.message : show(error)}`);
  }
  return trace.trace;
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
  const program = parseModule(code);
  const scopes = resolveScopes(program);
  const flow = analyseFlow(program, scopes);
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
