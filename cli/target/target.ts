// The service under test: where it is, or how it is started, on the after side and on the baseline side.

import { relative } from "node:path";
import { CliError } from "../../lib/core/exit.ts";
import { parseHeaders, type RequestHeaders } from "../../lib/core/request-headers.ts";
import type { World } from "../../lib/core/world.ts";
import type { Address } from "../../lib/node/exchange.ts";
import { findService } from "../../lib/node/service/find-service.ts";
import type { ServiceUnderTest } from "../../lib/node/service/service-under-test.ts";
import { type ChildService, type ServiceEnd, startCommand, startReferenceService } from "./child-service.ts";
import { checkContract } from "./contract-check.ts";
import { readyTimeout, waitUntilReady } from "./wait-until-ready.ts";

/** What is to be tested, as the caller named it. */
export type TargetSpec = Started & {
  /** Which build it is, as the user says (SERVICE_VERSION, BASELINE_VERSION). */
  readonly version?: string;
};

type Started =
  | { readonly kind: "url"; readonly url: string }
  /** A shell command that serves on 127.0.0.1:$PORT. */
  | { readonly kind: "command"; readonly command: string; readonly variable: string }
  | {
      readonly kind: "reference";
      readonly profile: string;
      readonly slowdown: string | undefined;
      /** Further arguments to Node, e.g. --inspect=127.0.0.1:9229. */
      readonly nodeArguments?: readonly string[];
    }
  /** Wherever a script sends its requests to. */
  | { readonly kind: "elsewhere" };

/** A service that answers. */
export interface RunningTarget extends Address {
  readonly embedded: boolean;
  /** The service's own word for what it is. */
  readonly profile: string | null;
  /** Which build it is: what the user says, else the service's own word; null when neither says anything. */
  readonly version: string | null;
  /** Process id, when the suite started it. */
  readonly pid: number | undefined;
  /** How it ended, when the suite started it and it did so by itself; undefined while it runs. */
  ended(): ServiceEnd | undefined;
  /** Stops it when the suite started it. */
  stop(): Promise<void>;
}

export type Side = "after" | "baseline";

const names = {
  after: { url: "BASE_URL", command: "CMD", profile: "SERVICE_PROFILE" },
  baseline: { url: "BASELINE_URL", command: "BASELINE_CMD", profile: "BASELINE_PROFILE" },
} as const;

const checkedUrl = (name: string, value: string): string => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new CliError(`${name}: not an http(s) URL`, { hint: `For example ${name}=http://127.0.0.1:8000` });
  }
  if (url.username !== "" || url.password !== "") {
    throw new CliError(`${name}: credentials in a URL would end up in logs`, {
      hint: "Send them as a header: HEADERS='Authorization: Basic …'.",
    });
  }
  if (url.search !== "" || url.hash !== "" || /[?#]$/.test(value)) {
    throw new CliError(`${name}: a query or a fragment cannot be part of it, since paths are put behind it`, {
      hint: "What every request needs beside its path goes into HEADERS.",
    });
  }
  return value.replace(/\/+$/, "");
};

/** `make CMD='serve --port $PORT'` hands on `serve --port ORT`: make takes $P for a variable of its own. */
const checkedCommand = (name: string, command: string): string => {
  if (!/(?<![\w$])ORT\b/.test(command) || /\bPORT\b/.test(command)) return command;
  throw new CliError(`${name} has lost its $PORT to make: ${command}`, {
    hint: `Put it before make, ${name}='…' make …, or write $$PORT.`,
  });
};

/** Reads a side's variables: a URL, a command, or the reference service. @throws CliError when two are given */
export function targetFromEnv(env: World["env"], side: Side): TargetSpec {
  const version = env[side === "after" ? "SERVICE_VERSION" : "BASELINE_VERSION"] || undefined;
  return { ...startedFrom(env, side), ...(version === undefined ? {} : { version }) };
}

function startedFrom(env: World["env"], side: Side): Started {
  const name = names[side];
  const url = env[name.url] || undefined;
  const command = env[name.command] || undefined;
  if (url !== undefined && command !== undefined) {
    throw new CliError(`${name.url} and ${name.command} are both set`, { hint: "Set one of them." });
  }
  if (url !== undefined) return { kind: "url", url: checkedUrl(name.url, url) };
  if (command !== undefined)
    return { kind: "command", command: checkedCommand(name.command, command), variable: name.command };
  return {
    kind: "reference",
    profile: env[name.profile] || "baseline",
    slowdown: side === "after" ? env.SERVICE_SLOWDOWN || undefined : undefined,
  };
}

/** Whether a side is named at all. */
export const isNamed = (env: World["env"], side: Side): boolean =>
  Object.values(names[side]).some((name) => (env[name] ?? "") !== "") ||
  (side === "after" && (env.SERVICE_SLOWDOWN ?? "") !== "");

/** @throws CliError when HEADERS is not headers */
export const headersFrom = (env: World["env"]): RequestHeaders => {
  const parsed = parseHeaders(env.HEADERS ?? "");
  if (parsed.kind === "problem") {
    throw new CliError(parsed.problem, { hint: "For example HEADERS='Authorization: Bearer …'; a header a line." });
  }
  return parsed.headers;
};

/** Whatever has to be started is. */
export const startedTarget = async (
  spec: Exclude<TargetSpec, { kind: "elsewhere" }>,
  world: World,
): Promise<ChildService> => {
  switch (spec.kind) {
    case "url":
      return { url: spec.url, pid: undefined, ended: () => undefined, stop: async () => undefined };
    case "command":
      return startCommand(spec.command, world);
    case "reference":
      return startReferenceService(spec, readyTimeout(world.env), world);
  }
};

/** A service that answers as it is described. */
export interface DescribedTarget extends RunningTarget {
  readonly service: ServiceUnderTest;
}

/** Starts the service if need be, waits until it answers and checks that it does so as described. @throws CliError */
export async function openTarget(spec: TargetSpec, world: World): Promise<DescribedTarget> {
  if (spec.kind === "elsewhere") throw new Error("only a script finds its service by itself");
  const service = await findService(world);
  if (spec.kind === "reference" && service.file !== null) {
    throw new CliError(`${relative(world.cwd, service.file)} describes a service, but nothing says where it is`, {
      hint: "Set BASE_URL to where it runs, or CMD to what starts it on 127.0.0.1:$PORT. SERVICE=reference is the suite's own.",
    });
  }
  const headers = headersFrom(world.env);
  const child = await startedTarget(spec, world);
  const { url, pid, ended, stop } = child;
  const at = { url, headers };
  try {
    const { profile, version } = await waitUntilReady(at, service, world, {
      ended,
      startedBy: spec.kind === "command" ? spec.variable : undefined,
    });
    await checkContract(at, service);
    const build = spec.version ?? version;
    return { ...at, pid, ended, stop, embedded: spec.kind === "reference", profile, version: build, service };
  } catch (error) {
    await child.stop();
    throw error;
  }
}
