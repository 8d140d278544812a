// A compiled script as the rest of the runner uses it: instances apart from each other, only k6's globals, errors with
// the line a person wrote, and the net that catches a wait that got lost.

import { build } from "esbuild";
import { expect, test } from "vitest";
import { CliError } from "../../lib/core/exit.ts";
import { compileScript, loadScript, prepareScript } from "../../runner/loader/compile.ts";
import { Guard } from "../../runner/loader/guard.ts";
import type { CompiledScript, ModuleResolver, ScriptExports } from "../../runner/loader/script.ts";
import { describeScriptError } from "../../runner/loader/source-stack.ts";
import { onlyK6, WITH_K6 } from "../../runner/vu/only-k6.ts";
import { withScript } from "./script-file.ts";

const answer = { status: 200 };
const k6 = { sleep: async () => undefined, group: (_: string, body: () => unknown) => body() };
const http = { get: async () => answer, post: async () => answer };
const modules: ModuleResolver = (name) => (name === "k6" ? { ...k6, default: k6 } : { ...http, default: http });

const compile = (files: Readonly<Record<string, string>>): Promise<CompiledScript> => withScript(files, compileScript);

function call(exports: ScriptExports, name = "default", ...args: readonly unknown[]): unknown {
  const found = exports[name];
  if (typeof found !== "function") throw new Error(`no function ${name}`);
  return Reflect.apply(found, undefined, args);
}

async function thrownBy(body: () => unknown): Promise<unknown> {
  try {
    await body();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

test("each instance has module state of its own and reads its own globals as they change", async () => {
  const script = await compile({
    "script.ts": `let calls = 0; export const options = { vus: Number(__ENV.VUS) };
      export default () => [++calls, __VU, __ITER];`,
  });
  let iteration = 0;
  const globals = (vu: number): Record<string, unknown> => ({
    __VU: vu,
    __ENV: { VUS: "7" },
    get __ITER() {
      return iteration;
    },
  });
  const [one, two] = [await script.instantiate(modules, globals(1)), await script.instantiate(modules, globals(2))];
  expect(one.options).toEqual({ vus: 7 });
  expect(await call(one)).toEqual([1, 1, 0]);
  iteration = 5;
  expect(await call(one)).toEqual([2, 1, 5]);
  expect(await call(two)).toEqual([1, 2, 5]);
});

test("imports are listed by module, a namespace as *", async () => {
  const script = await compile({
    "script.ts": `import http, { get } from "k6/http"; import * as k6 from "k6"; import "./more.ts"; export default () => [http, get, k6];`,
    "more.ts": `import { Trend } from "k6/metrics"; export const t = new Trend("a");`,
  });
  expect(Object.fromEntries([...script.imports].map(([module, names]) => [module, [...names].sort()]))).toEqual({
    "k6/http": ["default", "get"],
    k6: ["*"],
    "k6/metrics": ["Trend"],
  });
});

test("what only Node has does not exist; the language's own does", async () => {
  const absent = ["process", "fetch", "Buffer", "URL", "URLSearchParams", "performance", "structuredClone"];
  absent.push("queueMicrotask", "setImmediate", "atob", "btoa", "AbortController", "Intl", "WeakRef", "WebSocket");
  absent.push("SharedArrayBuffer", "Atomics", "Iterator", "FinalizationRegistry", "navigator", "Event", "Blob");
  const script = await compile({
    "script.js": `export default () => ({
      absent: [${absent.map((name) => `typeof ${name}, typeof globalThis.${name}`).join(", ")}],
      present: [typeof Map, typeof JSON.parse, typeof Promise.all, typeof globalThis.Math.max, typeof escape, typeof open],
    });
    export const use = () => fetch("http://127.0.0.1");`,
  });
  const exports = await script.instantiate(modules, { open: () => "" });
  expect(await call(exports)).toEqual({
    absent: absent.flatMap(() => ["undefined", "undefined"]),
    present: ["function", "function", "function", "function", "function", "function"],
  });
  expect(describeScriptError(await thrownBy(() => call(exports, "use"))).message).toBe(
    "ReferenceError: fetch is not defined",
  );
});

test("an error thrown deep in a helper names the TypeScript line, also from a bundle made before", async () => {
  const files = {
    "script.ts": `import { login } from "./helper.ts";\ninterface A { a: number }\nexport default function () {\n  login();\n}\n`,
    "helper.ts": `import { sleep } from "k6";\ntype Text = string;\n\nexport function login(): void {\n  sleep(1);\n  const text: Text | undefined = undefined;\n  (text as any).length;\n}\n`,
  };
  const { error, again } = await withScript(files, async (path) => {
    const prepared = await prepareScript(path);
    const exports = await loadScript(prepared).instantiate(modules, {});
    const bundle = path.replace("script.ts", "bundle.js");
    await build({
      entryPoints: [path],
      outfile: bundle,
      bundle: true,
      format: "esm",
      minify: true,
      sourcemap: true,
      external: ["k6"],
    });
    const bundled = await (await compileScript(bundle)).instantiate(modules, {});
    return { error: await thrownBy(() => call(exports)), again: await thrownBy(() => call(bundled)) };
  });
  const { message, location, stack } = describeScriptError(error);
  expect(message).toBe("TypeError: Cannot read properties of undefined (reading 'length')");
  expect(location).toMatch(/helper\.ts:7:\d+$/);
  expect(stack).toMatch(/at login \(.*helper\.ts:7:\d+\)\n.*script\.ts:4:/);
  expect(describeScriptError(again).location).toMatch(/helper\.ts:7:\d+$/);
});

test("what only k6 can do says so also where it is thrown in an iteration", () => {
  expect(describeScriptError(onlyK6("the runner does not have it", "leave it out")).message).toBe(
    `CliError: the runner does not have it; ${WITH_K6}, or leave it out`,
  );
});

test("what is thrown need not be an error", () => {
  expect(describeScriptError("text")).toEqual({ message: "text", location: undefined, stack: "text" });
  expect(describeScriptError({ a: 1 }).message).toBe('{"a":1}');
  expect(describeScriptError(undefined).message).toBe("undefined");
});

test("init code that throws rejects, with its line", async () => {
  const script = await compile({ "script.ts": `\nexport const a: number = (undefined as any).b;` });
  const error = await thrownBy(() => script.instantiate(modules, {}));
  expect(describeScriptError(error).location).toMatch(/script\.ts:2:/);
});

function guarded(): { readonly guard: Guard; readonly get: () => unknown; readonly post: () => unknown } {
  const guard = new Guard();
  const watched = guard.watch("k6/http", modules("k6/http"));
  return { guard, get: () => call(watched, "get"), post: () => call(watched, "post") };
}

test("a wait left behind when the iteration ends stops it instead of being wrong", async () => {
  const guard = new Guard();
  const watched = guard.watch("k6/http", { get: () => new Promise(() => undefined) });
  const forgets = guard.exported(() => {
    call(watched, "get");
  });
  const error = await thrownBy(forgets);
  expect(error).toBeInstanceOf(CliError);
  expect(error).toMatchObject({ message: /k6\/http get was still waiting/, hint: WITH_K6 });
});

test("two waits at once stop the iteration, and the next one starts afresh", async () => {
  const { guard, get, post } = guarded();
  const overtakes = guard.exported(() => {
    get();
    post();
  });
  expect(await thrownBy(overtakes)).toMatchObject({ message: /k6\/http post was called while k6\/http get was/ });
  const orderly = guard.exported(async () => [await get(), await post()]);
  expect(await orderly()).toEqual([answer, answer]);
});

test("a wait that never ends, as of an iteration that was cut, does not count against the next iteration", async () => {
  const guard = new Guard();
  let answers = false;
  const watched = guard.watch("k6", { sleep: () => (answers ? Promise.resolve(1) : new Promise(() => undefined)) });
  const iteration = guard.exported(async () => await call(watched, "sleep"));
  iteration();
  answers = true;
  expect(await iteration()).toBe(1);
});

test("members of a module that do not wait stay what they are", () => {
  const url = (text: string): string => text;
  const watched = new Guard().watch("k6/http", {
    get: async () => answer,
    url,
    default: { url, get: async () => answer },
  });
  expect(watched.url).toBe(url);
  expect(watched.default).toMatchObject({ url });
  const other = { get: async () => answer };
  expect(new Guard().watch("k6/data", other)).toBe(other);
});

test("code in strings sees the script's globals and nothing of Node's", async () => {
  const script = await compile({
    "script.ts": `const sum = new Function("a", "b", "return a + b + Number(__VU)");
      const self = Function("return this")();
      export default () => [sum(1, 2), self === globalThis, Function("return typeof process + typeof Buffer")(),
        Function("return typeof __ENV")(), sum instanceof Function, Function("a", "b", "").length];`,
  });
  const exports = await script.instantiate(modules, { __VU: 4, __ENV: {} });
  expect(await call(exports)).toEqual([7, true, "undefinedundefined", "object", true, 2]);
});

test("code in strings that is no function by itself fails as in the language", async () => {
  const script = await compile({ "script.ts": `export default () => Function("} , function () {")();` });
  const exports = await script.instantiate(modules, {});
  expect(await thrownBy(() => call(exports))).toBeInstanceOf(SyntaxError);
});

test("a required module that is not there is an error where it is asked for, not before", async () => {
  const script = await compile({
    "script.js": `const stream = () => require("some-library");
      exports.default = () => 1;
      exports.options = { vus: 2 };
      exports.asking = () => stream();`,
    "package.json": `{ "type": "module" }`,
  });
  const exports = await script.instantiate(modules, {});
  expect(exports.options).toEqual({ vus: 2 });
  expect(await call(exports)).toBe(1);
  expect(await thrownBy(() => call(exports, "asking"))).toMatchObject({
    message: expect.stringContaining("some-library"),
  });
});
