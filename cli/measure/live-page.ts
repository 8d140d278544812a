// DASHBOARD=1: a live page on 127.0.0.1 while a run lasts. With k6 it is k6's own, which is also saved; with the runner
// it is the report's page, fed as the run goes on.

import { join } from "node:path";
import type { Recording } from "../../lib/core/recording.ts";
import type { World } from "../../lib/core/world.ts";
import { type LiveView, startLiveView } from "../../report/files/live-server.ts";
import { builtPageAssets } from "../../report/files/write-reports.ts";
import { runModel } from "../../report/model/run-model.ts";
import { runningModel } from "../../report/model/running-model.ts";
import type { DashboardRequest, Engine } from "../engine/engine.ts";
import { freePort } from "../target/free-port.ts";

/** What DASHBOARD says. A fleet's processes show nothing before their end: there is no page of one. */
const wantsDashboard = (world: World, engine: Engine): boolean =>
  world.env.DASHBOARD === "1" && engine.processes === undefined;

/** k6's own dashboard, when it is wanted and k6 is the engine. @param folder where its page is saved */
export async function engineDashboard(
  world: World,
  engine: Engine,
  folder: string,
): Promise<DashboardRequest | undefined> {
  if (world.env.DASHBOARD === "1" && engine.processes !== undefined)
    world.stderr.write("DASHBOARD: a fleet has no live page; what its processes saw comes at their end\n");
  if (!wantsDashboard(world, engine) || engine.name !== "k6") return undefined;
  const dashboard = { port: await freePort(), exportPath: join(folder, "k6-dashboard.html") };
  world.stderr.write(
    `live page: http://127.0.0.1:${dashboard.port}/ (k6's: whoever can reach this port on this machine reads it, pages in your browser too; it waits at the end while it is open); saved as ${dashboard.exportPath}\n`,
  );
  return dashboard;
}

/** The report's page, fed while the runner works. Nothing happens unless it is wanted. */
export class LivePage {
  readonly #world: World;
  readonly #wanted: boolean;
  #view: Promise<LiveView> | undefined;

  constructor(world: World, engine: Engine) {
    this.#world = world;
    this.#wanted = wantsDashboard(world, engine) && engine.name === "runner";
  }

  tick(soFar: () => Recording): void {
    if (!this.#wanted) return;
    const model = runningModel(soFar());
    this.#view ??= this.#open(model);
    void this.#view.then((view) => view.update(model));
  }

  /** The finished run, judged: what stays on the screen. */
  async finish(recording: Recording): Promise<void> {
    (await this.#view)?.update(runModel(recording));
  }

  async close(): Promise<void> {
    await (await this.#view)?.close();
  }

  async #open(model: ReturnType<typeof runningModel>): Promise<LiveView> {
    const view = await startLiveView(model, await builtPageAssets());
    this.#world.stderr.write(`live page: ${view.url}\n`);
    return view;
  }
}
