// The net under the colouring: a VU waits for one thing at a time. A second blocking call while one is under way, or
// one left behind when the iteration ends, means a call was not awaited; the run then stops instead of being wrong.

import { CliError, exit } from "../../lib/core/exit.ts";
import { waitingExports } from "./blocking.ts";
import type { ModuleNamespace } from "./script.ts";

/** Watches the blocking calls of one VU. */
export class Guard {
  #busy: string | undefined;

  /** The module with its waiting functions, and those of its default export, watched. */
  watch(module: string, namespace: ModuleNamespace): ModuleNamespace {
    const names = waitingExports(module);
    if (names.size === 0) return namespace;
    const inner = namespace.default;
    const watched = this.#watchMembers(module, names, namespace);
    if (typeof inner === "object" && inner !== null) {
      Object.defineProperty(watched, "default", { value: this.#watchMembers(module, names, inner), enumerable: true });
    }
    return watched;
  }

  /** An exported function of the script, which must leave nothing under way. */
  exported(call: (...args: readonly unknown[]) => unknown): (...args: readonly unknown[]) => unknown {
    return async (...args) => {
      // What a cut iteration was waiting for never comes; it must not be held against the next one.
      this.#busy = undefined;
      const result = await call(...args);
      if (this.#busy) throw this.#lost(`${this.#busy} was still waiting when the function that called it ended`);
      return result;
    };
  }

  #watchMembers(module: string, names: ReadonlySet<string>, members: object): ModuleNamespace {
    const watched: Record<string, unknown> = Object.create(null, Object.getOwnPropertyDescriptors(members));
    for (const name of names) {
      const value: unknown = Reflect.get(members, name);
      if (typeof value === "function") {
        Object.defineProperty(watched, name, { value: this.#watchCall(`${module} ${name}`, value), enumerable: true });
      }
    }
    return watched;
  }

  #watchCall(label: string, call: object): (...args: readonly unknown[]) => unknown {
    const done = <Value>(value: Value): Value => {
      this.#busy = undefined;
      return value;
    };
    const failed = (error: unknown): never => {
      this.#busy = undefined;
      throw error;
    };
    return (...args) => {
      if (this.#busy) throw this.#lost(`${label} was called while ${this.#busy} was still waiting`);
      const result: unknown = typeof call === "function" ? Reflect.apply(call, undefined, args) : undefined;
      if (!(result instanceof Promise)) return result;
      this.#busy = label;
      return result.then(done, failed);
    };
  }

  #lost(what: string): CliError {
    return new CliError(`${what}: this script's waits cannot be kept in order`, {
      code: exit.scriptException,
      hint: "run it with k6",
    });
  }
}
