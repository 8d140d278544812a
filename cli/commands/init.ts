// `tailgate init`: looks at a service and writes a first description of it, with all that belongs to it, into the
// repository one stands in.

import { CliError, exit } from "../../lib/core/exit.ts";
import { parseHeaders } from "../../lib/core/request-headers.ts";
import type { World } from "../../lib/core/world.ts";
import { type Address, exchange } from "../../lib/node/exchange.ts";
import { suiteVersion } from "../../lib/node/suite-facts.ts";
import type { Command } from "../command.ts";
import type { Draft } from "../init/draft.ts";
import { type Looked, lookAtFile, lookAtService } from "../init/look.ts";
import { commandOf, leftToDo, proposedFiles, serviceFile } from "../init/project-files.ts";
import { addScripts, lookAtRepository, writeFiles } from "../init/write-project.ts";

interface Options {
  readonly url?: string;
  readonly openapi?: string;
  readonly ci?: string;
  readonly dryRun?: boolean;
}

const TRY_TIMEOUT_MS = 30_000;

function addressOf(world: World, url: string): Address {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch (cause) {
    throw new CliError("--url: not an address", { hint: "Like --url http://127.0.0.1:8000", cause });
  }
  if (parsed.protocol !== "http:" && parsed.protocol !== "https:") {
    throw new CliError("--url: only http:// and https:// can be asked", { hint: "Like --url http://127.0.0.1:8000" });
  }
  const headers = parseHeaders(world.env.HEADERS ?? "");
  if (headers.kind === "problem") throw new CliError(headers.problem);
  return { url: url.replace(/\/+$/, ""), headers: headers.headers };
}

const isAddress = (text: string): boolean => /^https?:\/\//i.test(text);

async function look(world: World, { url, openapi }: Options): Promise<Looked> {
  if (openapi !== undefined && !isAddress(openapi)) return lookAtFile(world.cwd, openapi);
  if (openapi !== undefined) {
    const document = new URL(openapi);
    const at = addressOf(world, document.origin);
    return lookAtService(at, `${document.pathname}${document.search}`);
  }
  const address = url ?? world.env.BASE_URL;
  if (address === undefined || address === "") {
    throw new CliError("nothing to look at", {
      hint: "Start the service and give its address: tailgate init --url http://127.0.0.1:8000. Or its document: --openapi openapi.json.",
    });
  }
  return lookAtService(addressOf(world, address));
}

/** Asks each endpoint once with its first row. @returns a line for each that does not answer well */
async function tried(at: Address, draft: Draft): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const { name, path, example } of draft.endpoints) {
    try {
      const { status, text } = await exchange(at, path, TRY_TIMEOUT_MS, example);
      if (status >= 200 && status < 300) continue;
      lines.push(
        `${name}: ${path} answered ${status}: ${text.replace(/\s+/g, " ").slice(0, 120)}; correct its rows or its body`,
      );
    } catch {
      lines.push(`${name}: ${path} did not answer; correct its rows or its body`);
    }
  }
  return lines;
}

const ciOf = (text: string | undefined): "github" | "gitlab" | "none" | undefined => {
  if (text === undefined || text === "github" || text === "gitlab" || text === "none") return text;
  throw new CliError(`--ci ${text}: unknown`, { hint: "github, gitlab or none." });
};

async function runInit(world: World, options: Options): Promise<number> {
  const ci = ciOf(options.ci);
  const dryRun = options.dryRun === true;
  const looked = await look(world, options);
  const { draft, source, passedOver } = looked;
  const say = (line: string): void => world.stdout.write(`${line}\n`);
  say(`read: ${source}`);
  for (const { name, path } of draft.endpoints) say(`  ${name}  ${path}`);
  if (passedOver.length > 0) say("left out:");
  for (const line of passedOver) say(`  ${line}`);
  const problems = options.url === undefined ? [] : await tried(addressOf(world, options.url), draft);
  const repository = await lookAtRepository(world.cwd, ci, await suiteVersion());
  const outcomes = [...(await writeFiles(world.cwd, proposedFiles(draft, repository), dryRun))];
  const scripts = repository.hasPackageJson ? await addScripts(world.cwd, dryRun) : undefined;
  if (scripts !== undefined) outcomes.push(scripts);
  for (const { path, what } of outcomes) say(`${path}: ${what}`);
  if (dryRun) say(`\n${serviceFile(draft)}`);
  const toDo = [...draft.notes, ...problems, ...leftToDo(repository)];
  if (toDo.length > 0) say("to do:");
  for (const line of toDo) say(`  ${line}`);
  if (!dryRun) say(`next: BASE_URL=${options.url ?? "http://127.0.0.1:8000"} ${commandOf(repository)} run smoke`);
  return exit.ok;
}

export const init: Command = (program, world, done) => {
  program
    .command("init")
    .summary("describe a service by looking at it: writes tailgate.service.ts and what belongs to it")
    .description(
      [
        "Looks at a running service (--url) or its OpenAPI document (--openapi) and writes a first description of it here:",
        "tailgate.service.ts, a few example rows, a README, make targets or package scripts, and a CI job.",
        "It knows OpenAPI documents (FastAPI, LitServe, BentoML), the Open Inference Protocol (/v2) and OpenAI's API",
        "(/v1/models). A file that stands is never overwritten. HEADERS is sent with what is asked.",
      ].join("\n"),
    )
    .option("--url <address>", "the running service; BASE_URL when absent")
    .option("--openapi <file or address>", "its OpenAPI document, in JSON")
    .option("--ci <name>", "github, gitlab or none; by default what the repository has")
    .option("--dry-run", "show what would be written")
    .action(async (options: Options) => done(await runInit(world, options)));
};
