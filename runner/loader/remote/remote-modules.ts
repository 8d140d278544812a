// Decides where the text of a module from the network comes from. A copy is used for a day without asking, so that the
// runs of a comparison have the same code and need no network; an older one is asked about, and serves when the network
// does not. Whatever is out of the ordinary is said.

import { CliError, exit } from "../../../lib/core/exit.ts";
import type { FetchModule } from "./module-fetch.ts";
import { type ModuleStore, type RemoteModule, sha256 } from "./module-store.ts";

const DAY_MS = 86_400_000;

export interface RemoteAccess {
  readonly store: ModuleStore;
  readonly fetch: FetchModule;
  /** ms since 1970. */
  now(): number;
  /** Ends fetches under way. */
  readonly signal: AbortSignal;
  /** What people should know: a changed hash, a copy used because there is no network. */
  notice(text: string): void;
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

const refusal = (message: string, hint: string): CliError =>
  new CliError(message, { code: exit.scriptException, hint });

/** Gives the module at an https address. @throws CliError (107) saying why it cannot be had */
export type LoadRemote = (url: string) => Promise<RemoteModule>;

/** For `--no-remote-modules`: also what is cached is refused. */
export const refuseRemote: LoadRemote = async (url) => {
  throw refusal(
    `${url} is not loaded: --no-remote-modules forbids it`,
    "Save the module beside the script and import that, or leave the flag out.",
  );
};

export const remoteModules =
  (access: RemoteAccess): LoadRemote =>
  (url) =>
    new RemoteModules(access).load(url);

class RemoteModules {
  readonly #access: RemoteAccess;

  constructor(access: RemoteAccess) {
    this.#access = access;
  }

  async load(url: string): Promise<RemoteModule> {
    const { store, now } = this.#access;
    const stored = await store.read(url);
    const known = typeof stored === "object" ? stored : undefined;
    // A clock that was set back must not keep a copy for ever.
    if (known !== undefined && Math.abs(now() - known.checkedAt) < DAY_MS) return known;
    if (stored === "damaged") this.#access.notice(`the cached copy of ${url} no longer has its hash: fetching it anew`);
    return await this.#current(url, known);
  }

  async #current(url: string, known: RemoteModule | undefined): Promise<RemoteModule> {
    const { fetch, now, notice, signal } = this.#access;
    try {
      const fetched = await fetch(url, known?.etag, signal);
      if (fetched === "unchanged") {
        if (known === undefined) throw new Error("the server says it is unchanged, but there is no copy");
        return await this.#keep({ ...known, checkedAt: now() });
      }
      const { text, base, etag } = fetched;
      const hash = sha256(text);
      if (known !== undefined && known.sha256 !== hash) {
        notice(`${url} has changed since ${day(known.checkedAt)}: sha256 was ${known.sha256}, is now ${hash}`);
      }
      return await this.#keep({ url, base, text, sha256: hash, checkedAt: now(), ...(etag !== undefined && { etag }) });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (known === undefined || signal.aborted) {
        throw refusal(
          `${url} cannot be loaded: ${why}`,
          "It is needed once; a copy is then kept. Without a network, save the module beside the script and import that.",
        );
      }
      notice(`${url} cannot be asked for changes (${why}): using the copy of ${day(known.checkedAt)}`);
      return known;
    }
  }

  /** A directory that cannot be written costs the next start a fetch, and is no reason not to run. */
  async #keep(module: RemoteModule): Promise<RemoteModule> {
    try {
      await this.#access.store.write(module);
    } catch (error) {
      this.#access.notice(`${module.url} is not cached: ${error instanceof Error ? error.message : String(error)}`);
    }
    return module;
  }
}
