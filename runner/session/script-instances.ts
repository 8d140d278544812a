// How instances of a run's script come to be in the main thread: the script prepared, its options read from one instance,
// and then a fresh instance for each part of the run.

import { type InstanceParts, newInstance } from "../engine/new-instance.ts";
import { type InstanceSetting, instanceParts, type ThreadParts } from "../engine/run-parts.ts";
import { type TestSource, testFacts } from "../engine/test-facts.ts";
import { loadScript, prepareScript } from "../loader/compile.ts";
import { type LoadRemote, refuseRemote } from "../loader/remote/remote-modules.ts";
import { standardRemote } from "../loader/remote/standard-access.ts";
import type { CompiledScript } from "../loader/script.ts";
import { defaultHttpOptions, type RunOptions } from "../options/run-options.ts";
import type { RunRequest } from "../run-contract.ts";
import type { Log } from "../vu/log-entry.ts";
import type { Instance } from "./life-cycle.ts";
import { prepareOptions } from "./script-options.ts";
import type { Ready } from "./worker-tasks.ts";

export interface InstancesInput {
  readonly request: RunRequest;
  readonly thread: ThreadParts;
  readonly log: Log;
  /** What a script may ask of the run, and do to it. */
  readonly run: Pick<TestSource, "counts" | "elapsedMs" | "abort" | "fail">;
}

export class ScriptInstances {
  readonly #input: InstancesInput;
  /** Undefined until they are known. */
  #options: RunOptions | undefined;

  constructor(input: InstancesInput) {
    this.#input = input;
  }

  /** Compiles, runs init code once and checks the options. @throws RunFailure and CliError for what is wrong */
  async prepare(): Promise<Ready> {
    const { request, thread } = this.#input;
    const prepared = await prepareScript(request.script, this.#remote());
    const script = loadScript(prepared);
    const parts = instanceParts(thread, this.#setting(script, defaultHttpOptions(), {}));
    const instance = await newInstance(parts, 0, () => undefined);
    const levels = {
      config: request.config ?? {},
      given: request.options ?? {},
      noThresholds: request.noThresholds === true,
    };
    const { options, raw } = prepareOptions(instance.script, levels, thread.store, this.#warn);
    this.#options = options;
    return { prepared, script, options, raw };
  }

  /** What an instance is made of. */
  parts({ script, options }: Ready): InstanceParts {
    return instanceParts(this.#input.thread, this.#setting(script, options.http, options.tags));
  }

  /** For setup, teardown or the summary. */
  async fresh(ready: Ready): Promise<Instance> {
    return await newInstance(this.parts(ready), 0, () => undefined);
  }

  readonly #warn = (text: string): void => this.#input.log("warning", text);

  #remote(): LoadRemote {
    const { remoteModules: allowed = true, world, signal } = this.#input.request;
    return allowed ? standardRemote(world, signal, this.#warn) : refuseRemote;
  }

  #setting(script: CompiledScript, http: RunOptions["http"], tags: RunOptions["tags"]): InstanceSetting {
    const { request, log, run } = this.#input;
    return {
      script,
      http,
      tags,
      env: request.env,
      test: testFacts({ ...run, segment: () => this.#options?.segment, options: () => this.#options?.shown }),
      onSample: request.onSample,
      log,
      verbose: request.verbose === true,
      secrets: request.secrets ?? [],
    };
  }
}
