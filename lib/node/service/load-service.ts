// From the path of a service description to the service a command is about: the file is bundled, evaluated here as it
// will be in the script, checked, and its data is read.

import { existsSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { CliError } from "../../core/exit.ts";
import { groupRequests, readRequest, requestService } from "../../core/service/request-file.ts";
import { requestKinds } from "../../core/service/request-kinds.ts";
import { isService, type Service, serviceProblems } from "../../core/service/service.ts";
import { loadModule, shownFile } from "./load-module.ts";
import { makeRows, readLinesFile, readRowsFile } from "./read-rows.ts";
import { ServiceUnderTest } from "./service-under-test.ts";

const REQUEST_HINT =
  'A request a line: {"path": "/classify", "body": {"q": "hello"}}; "headers" and "expect" may be added.';
const HINT = "docs/services.md shows how a service is described.";

function described(x: unknown, path: string): Service<unknown> {
  if (x === undefined) {
    throw new CliError(`${shownFile(path)} has no default export`, { hint: "export default defineService({ … })" });
  }
  if (isService(x)) return x;
  const problems = serviceProblems(x);
  throw new CliError(`${shownFile(path)} does not describe a service:\n  ${problems.join("\n  ")}`, { hint: HINT });
}

/** Two rows of one name would make one answer stand for both. @throws CliError */
function checkIds(service: ServiceUnderTest): void {
  const seen = new Map<string, number>();
  for (let i = 0; i < service.rows.length; i++) {
    const { id } = service.row(i);
    const other = seen.get(id);
    if (other !== undefined) {
      throw new CliError(`data: rows ${other + 1} and ${i + 1} are both called "${id}"`, {
        hint: "Give each row an id of its own, or none at all: then it is called by its number.",
      });
    }
    seen.set(id, i);
  }
}

/** What carries rows needs some. @throws CliError */
function checkCount({ rows, kinds }: ServiceUnderTest, where: string): void {
  const carrying = kinds.filter((kind) => kind.rows !== null);
  if (carrying.length > 0 && rows.length === 0) {
    throw new CliError(`${where} has no rows`, { hint: "Requests are made of rows: give one at least." });
  }
}

/** A file of requests, a line each. @throws CliError that names the first wrong line */
async function loadRequests(path: string): Promise<ServiceUnderTest> {
  const { lines, hash } = await readLinesFile(path);
  const requests = lines.map(({ line, json }) => {
    const request = readRequest(json, line);
    if (typeof request !== "string") return request;
    throw new CliError(`${shownFile(path)}, ${request}`, {
      hint: REQUEST_HINT,
    });
  });
  if (requests.length === 0) {
    throw new CliError(`${shownFile(path)} holds no requests`, { hint: REQUEST_HINT });
  }
  const { rows, groups } = groupRequests(requests);
  const service = requestService(basename(path), groups);
  return new ServiceUnderTest({ service, rows, dataHash: hash, file: path, groups });
}

/** @throws CliError that says in plain words what is wrong with the file or its data */
export async function loadService(file: string): Promise<ServiceUnderTest> {
  const path = resolve(file);
  if (!existsSync(path)) throw new CliError(`there is no service description ${shownFile(path)}`, { hint: HINT });
  if (/\.(jsonl|ndjson)$/i.test(path)) return loadRequests(path);
  const service = described(await loadModule(path, HINT), path);
  try {
    requestKinds(service);
  } catch (error) {
    throw new CliError(`${shownFile(path)}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const { data } = service;
  const { rows, hash } =
    typeof data === "function" ? await makeRows(data) : await readRowsFile(resolve(dirname(path), data));
  const loaded = new ServiceUnderTest({ service, rows, dataHash: hash, file: path });
  checkCount(loaded, typeof data === "string" ? data : "the data function");
  checkIds(loaded);
  return loaded;
}
