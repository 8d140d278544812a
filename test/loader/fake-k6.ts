// k6's modules without a network: they note what is called and answer by rule, at once or later as they are told.

import type { ModuleNamespace, ModuleResolver } from "../../runner/loader/script.ts";

type Answer = <Value>(value: Value) => Value | Promise<Value>;

/** Ends programs that would go on too long, at the same point of every run. */
const traceLimit = 300;

/** A value in a trace. A promise that got into one is a call that was not awaited. */
export function show(value: unknown): string {
  if (value instanceof Promise) return "PROMISE";
  if (typeof value === "function") return "function";
  return JSON.stringify(value) ?? String(value);
}

/** A number gets a status that depends on it, a URL gets 200. */
function responseTo(input: unknown): object {
  const given = typeof input === "object" && input !== null && "url" in input ? input.url : input;
  const isUrl = typeof given === "string" && given.includes("/");
  const status = isUrl ? 200 : (String(show(given)).length * 7 + Number(given ?? 1)) % 11;
  const content = {
    n: status + 1,
    items: [1, 2, 3],
    price: 5,
    token: "t",
    id: 7,
    title: "sale",
    next: status === 200 ? 2 : 0,
  };
  return {
    status,
    body: "welcome to the sale",
    json: (key?: string) => (key === undefined ? content : Object.entries(content).find(([name]) => name === key)?.[1]),
    deep: status % 2 ? { value: (n: number) => n + status } : undefined,
  };
}

class FakeMetric {
  add(): void {}
}

export class FakeK6 {
  readonly trace: string[] = [];
  readonly #answer: Answer;

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  globals(): Readonly<Record<string, unknown>> {
    const log = (...parts: readonly unknown[]): void => this.#note(...parts);
    const open = (): string => JSON.stringify({ users: [{ id: 1 }, { id: 2 }] });
    return { console: { log }, open, __ENV: {}, __VU: 1, __ITER: 0 };
  }

  modules(): ModuleResolver {
    const made: Readonly<Record<string, ModuleNamespace>> = {
      k6: this.#k6(),
      "k6/http": this.#http(),
      "k6/metrics": { Trend: FakeMetric, Counter: FakeMetric, Rate: FakeMetric, Gauge: FakeMetric },
      "k6/execution": { vu: { idInTest: 1 } },
      "k6/encoding": { b64encode: (text: unknown) => String(text) },
      "k6/data": {
        SharedArray: function SharedArray(_: string, load: () => unknown) {
          return load();
        },
      },
      "k6/timers": { setTimeout: (call: () => void) => queueMicrotask(call) },
    };
    return (name) => {
      const module = made[name];
      if (!module) throw new Error(`no module ${name}`);
      return { default: module, ...module };
    };
  }

  #note(...parts: readonly unknown[]): void {
    if (this.trace.length >= traceLimit) throw new Error("too long");
    this.trace.push(parts.map(show).join(" "));
  }

  #http(): ModuleNamespace {
    const answerTo = (verb: string, input: unknown): unknown => {
      this.#note(verb, input);
      if (Number(input) % 13 === 12) throw new Error(`${verb} failed`);
      return this.#answer(responseTo(input));
    };
    const verbs = ["get", "post", "put", "patch", "del", "head", "options"];
    return {
      ...Object.fromEntries(verbs.map((verb) => [verb, (input: unknown) => answerTo(verb, input)])),
      request: (method: unknown, input: unknown) => answerTo(`request ${method}`, input),
      asyncRequest: async (_: unknown, input: unknown) => responseTo(input),
      batch: (inputs: object) => {
        this.#note("batch", inputs);
        const all = Object.entries(inputs).map(([key, input]) => [key, responseTo(input)]);
        return this.#answer(Array.isArray(inputs) ? all.map(([, each]) => each) : Object.fromEntries(all));
      },
    };
  }

  #k6(): ModuleNamespace {
    return {
      sleep: (seconds: unknown) => {
        this.#note("sleep", seconds);
        return this.#answer(undefined);
      },
      fail: (message: string) => {
        throw new Error(message);
      },
      group: (name: string, body: () => unknown) => this.#group(name, body),
      check: (value: unknown, set: object) => this.#check(value, Object.entries(set), true),
    };
  }

  #group(name: string, body: () => unknown): unknown {
    this.#note("group", name);
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

  #check(value: unknown, [first, ...rest]: readonly (readonly [string, unknown])[], passed: boolean): unknown {
    if (!first) return passed;
    const [name, predicate] = first;
    const result: unknown = typeof predicate === "function" ? Reflect.apply(predicate, undefined, [value]) : predicate;
    const settle = (got: unknown): unknown => {
      this.#note("check", name, Boolean(got));
      return this.#check(value, rest, passed && Boolean(got));
    };
    return result instanceof Promise ? result.then(settle) : settle(result);
  }
}
