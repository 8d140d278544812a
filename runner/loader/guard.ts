// Keeps a VU's waits in k6's order while it runs. In k6 a blocking call stops everything of its VU: so timers and
// answers to asyncRequest are held back meanwhile; and a second blocking call, or one left behind when the iteration
// ends, means that a call was not awaited: the run then stops instead of being wrong.

import { writeSync } from "node:fs";
import { type CliError, exit } from "../../lib/core/exit.ts";
import { onlyK6, WITH_K6 } from "../vu/only-k6.ts";
import { settlesLater, timersModule, waitingExports } from "./blocking.ts";
import type { ModuleNamespace, UntilIdle } from "./script.ts";

type Call = (...args: readonly unknown[]) => unknown;

function isCall(value: unknown): value is Call {
  return typeof value === "function";
}

/** A script that throws this often in one iteration does not get the errors. */
const MOST_LOSSES = 1000;

/** Watches the blocking calls of one VU. */
export class Guard {
  #busy: string | undefined;
  /** What waits for the VU to be idle, in the order it came. */
  #held: (() => void)[] = [];
  /** Calls of asyncRequest whose answers are still to come. */
  readonly #expected = new Set<object>();
  readonly #listeners: (() => void)[] = [];
  /** Lost waits since the exported function was called. */
  #losses = 0;
  /** Timers that are held back. */
  readonly #due = new Set<unknown>();

  /** The module, and its default export, with the functions that matter here watched. */
  watch(module: string, namespace: ModuleNamespace): ModuleNamespace {
    const watched = this.#watchMembers(module, namespace);
    const inner = namespace.default;
    if (watched === namespace || typeof inner !== "object" || inner === null) return watched;
    Object.defineProperty(watched, "default", { value: this.#watchMembers(module, inner), enumerable: true });
    return watched;
  }

  /** An exported function of the script, which must leave nothing under way. */
  exported(call: Call): Call {
    return async (...args) => {
      // What a cut iteration was waiting for never comes; it must not be held against the next one.
      this.#busy = undefined;
      this.#losses = 0;
      this.#held = [];
      this.#due.clear();
      this.#expected.clear();
      const result = await call(...args);
      await this.#answered();
      if (this.#busy) throw this.#lost(`${this.#busy} was still waiting when the function that called it ended`);
      return result;
    };
  }

  /** The VU's globals, timers among them. */
  watchGlobals(globals: Readonly<Record<string, unknown>>): PropertyDescriptorMap {
    return Object.getOwnPropertyDescriptors(this.#watchMembers(timersModule, globals));
  }

  #watchMembers<Members extends object>(module: string, members: Members): Members {
    const replaced: PropertyDescriptorMap = {};
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(members))) {
      if (!isCall(value)) continue;
      const call = this.#watched(module, name, value);
      if (call) replaced[name] = { value: call, enumerable: true, configurable: true };
    }
    if (Object.keys(replaced).length === 0) return members;
    return Object.create(null, { ...Object.getOwnPropertyDescriptors(members), ...replaced });
  }

  #watched(module: string, name: string, call: Call): Call | undefined {
    if (waitingExports(module).has(name)) return this.#blocking(`${module} ${name}`, call);
    if (settlesLater(module, name)) return async (...args) => this.#heldBack(call(...args));
    if (module !== timersModule) return undefined;
    if (name.startsWith("set")) return this.#setTimer(call);
    return name.startsWith("clear") ? this.#clearTimer(call) : undefined;
  }

  /** An answer, given when the VU is idle. */
  #heldBack(answer: unknown): Promise<unknown> {
    const expected = {};
    this.#expected.add(expected);
    return Promise.resolve(answer).finally(async () => {
      await this.#idle();
      this.#expected.delete(expected);
      for (const resolve of this.#listeners.splice(0)) resolve();
    });
  }

  /** Resolves when every answer has come and what the answers set off has run: an iteration lasts until then. */
  async #answered(): Promise<void> {
    while (this.#expected.size > 0) {
      await new Promise<void>((resolve) => {
        this.#listeners.push(resolve);
      });
      await new Promise(setImmediate);
    }
  }

  #setTimer(set: Call): Call {
    return (callback, ...rest) => {
      if (!isCall(callback)) return set(callback, ...rest);
      const id = set(
        async (...args: readonly unknown[]) => {
          const idle = this.#idle();
          if (idle) {
            this.#due.add(id);
            await idle;
            // Cleared while it was held back: in k6 it was not yet due then.
            if (!this.#due.delete(id)) return;
          }
          await callback(...args);
          await this.#answered();
        },
        ...rest,
      );
      return id;
    };
  }

  #clearTimer(clear: Call): Call {
    return (id) => {
      this.#due.delete(id);
      return clear(id);
    };
  }

  /** Resolves when no blocking call is under way; undefined when that is so now. */
  readonly idle: UntilIdle = () => this.#idle();

  #idle(): Promise<void> | undefined {
    if (!this.#busy) return undefined;
    return new Promise((resolve) => {
      this.#held.push(resolve);
    });
  }

  /** Lets one go, when the script has run on to where it awaits something of its own, or to its end. */
  readonly #release = (): void => {
    if (this.#busy) return;
    this.#held.shift()?.();
    if (this.#held.length > 0) setImmediate(this.#release);
  };

  #blocking(label: string, call: Call): Call {
    const end = (): void => {
      this.#busy = undefined;
      if (this.#held.length > 0) setImmediate(this.#release);
    };
    const done = <Value>(value: Value): Value => {
      end();
      return value;
    };
    const failed = (error: unknown): never => {
      end();
      throw error;
    };
    return (...args) => {
      if (this.#busy) throw this.#lost(`${label} was called while ${this.#busy} was still waiting`);
      const result = call(...args);
      if (!(result instanceof Promise)) return result;
      this.#busy = label;
      return result.then(done, failed);
    };
  }

  /**
   * The error to throw. A loop that takes a promise for its answer, an iterator's for one, would go on for ever without
   * letting anything else run: then the process ends here, since nobody else will get to end it.
   */
  #lost(what: string): CliError {
    const message = `${what}: this script's waits cannot be kept in order`;
    if (++this.#losses > MOST_LOSSES) {
      try {
        writeSync(2, `error: ${message}\nhint: ${WITH_K6}\n`);
      } finally {
        // Even where nobody reads any more.
        process.exit(exit.scriptException);
      }
    }
    return onlyK6(message);
  }
}
