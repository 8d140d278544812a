// The `k6/execution` module: what a script may know of the scenario, the VU and the test it runs in, and how it ends
// the test.

import type { ModuleNamespace } from "../loader/script.ts";
import type { RawOptions } from "../options/shortcuts.ts";
import { goError } from "../vu/go-error.ts";
import type { VuState } from "../vu/vu-state.ts";

/** The scenario a VU works for. */
export interface ScenarioFacts {
  readonly name: string;
  readonly executor: string;
  /** ms since 1970. */
  readonly startTime: number;
  /** From 0 to 1. */
  progress(): number;
}

/** Counters of the current iteration. */
export interface IterationFacts {
  readonly scenario: ScenarioFacts;
  readonly iterationInInstance: number;
  readonly iterationInTest: number;
  readonly iterationInScenario: number;
}

/** The test as a whole. */
export interface TestFacts {
  readonly instance: {
    readonly iterationsCompleted: number;
    readonly iterationsInterrupted: number;
    readonly vusActive: number;
    readonly vusInitialized: number;
    readonly currentTestRunDuration: number;
  };
  /** The VU's number among those of all processes that share the test. */
  idInTest(idInInstance: number): number;
  /** Undefined in init code. */
  readonly options: RawOptions | undefined;
  /** Ends the test; exit code 108. */
  abort(reason: string): void;
  /** Lets the test go on, to exit with 110. */
  fail(reason: string): void;
}

/** Thrown by `exec.test.abort`: ends the iteration, and is not a script error. */
export class TestAborted extends Error {
  override readonly name = "TestAborted";
}

const PROTECTED = new Set(["group", "scenario"]);

/** `exec.vu.tags`: assigning sets a tag for all later samples of the VU, deleting removes it. */
const tagsObject = (vu: VuState): object =>
  new Proxy<Record<string, string>>(
    {},
    {
      get: (_, name) => (typeof name === "string" ? vu.tags()[name] : undefined),
      has: (_, name) => typeof name === "string" && name in vu.tags(),
      ownKeys: () => Object.keys(vu.tags()),
      getOwnPropertyDescriptor: (_, name) =>
        typeof name === "string" && name in vu.tags()
          ? { value: vu.tags()[name], enumerable: true, configurable: true, writable: true }
          : undefined,
      set: (_, name, value: unknown) => {
        if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
          throw new TypeError(
            `invalid value for metric tag '${String(name)}': only String, Boolean and Number types are accepted as a metric tag values`,
          );
        }
        vu.setTag(String(name), String(value));
        return true;
      },
      deleteProperty: (_, name) => {
        if (!PROTECTED.has(String(name))) vu.removeTag(String(name));
        return true;
      },
    },
  );

const outside = (what: string): never => {
  throw goError(`getting ${what} outside of the VU context is not supported`);
};

const inInit = (what: string): never => {
  throw goError(`getting ${what} in the init context is not supported`);
};

/** The module for one VU. @param now what the VU does at the moment; undefined outside of iterations */
export function executionModule(vu: VuState, test: TestFacts, now: () => IterationFacts | undefined): ModuleNamespace {
  const facts = (): IterationFacts => now() ?? outside("scenario information");
  const inVu = (): VuState => (vu.phase === "init" ? inInit("VU information") : vu);
  const instance = (): TestFacts["instance"] => (vu.phase === "init" ? inInit("instance information") : test.instance);
  const tags = tagsObject(vu);
  const reason = (text: unknown): string => (text === undefined || text === null ? "" : String(text));

  const parts = {
    scenario: {
      get name(): string {
        return facts().scenario.name;
      },
      get executor(): string {
        return facts().scenario.executor;
      },
      get startTime(): number {
        return facts().scenario.startTime;
      },
      get progress(): number {
        return facts().scenario.progress();
      },
      get iterationInInstance(): number {
        return facts().iterationInInstance;
      },
      get iterationInTest(): number {
        return facts().iterationInTest;
      },
    },
    vu: {
      get idInInstance(): number {
        return inVu().id;
      },
      get idInTest(): number {
        return test.idInTest(inVu().id);
      },
      get iterationInInstance(): number {
        return inVu().iteration;
      },
      get iterationInScenario(): number {
        return facts().iterationInScenario;
      },
      get tags(): object {
        inVu();
        return tags;
      },
      get metrics(): object {
        inVu();
        return { tags, metadata: {} };
      },
    },
    instance: {
      get iterationsCompleted(): number {
        return instance().iterationsCompleted;
      },
      get iterationsInterrupted(): number {
        return instance().iterationsInterrupted;
      },
      get vusActive(): number {
        return instance().vusActive;
      },
      get vusInitialized(): number {
        return instance().vusInitialized;
      },
      get currentTestRunDuration(): number {
        return instance().currentTestRunDuration;
      },
    },
    test: {
      get options(): RawOptions {
        return vu.phase === "init" || test.options === undefined ? inInit("test options") : test.options;
      },
      abort: (text?: unknown): never => {
        const why = reason(text);
        test.abort(why);
        throw new TestAborted(why);
      },
      fail: (text?: unknown): void => test.fail(reason(text)),
    },
  };
  return { ...parts, default: parts };
}
