// Follows a run: each event carries the page's changed parts, rendered by the server with the same code as the report.

import type { ChartData } from "../../model/chart-data.ts";
import type { ChartBoard } from "./chart-board.ts";

interface LiveEvent {
  readonly parts: Readonly<Record<string, string>>;
  readonly charts: ChartData | null;
}

/** Listens until the server says the run is over; a lost connection is said in the page and retried by the browser. */
export function followEvents(board: ChartBoard | undefined): void {
  const source = new EventSource("events");
  const badge = document.createElement("span");
  badge.className = "live";
  badge.setAttribute("role", "status");
  document.querySelector(".top .when")?.append(badge);
  const say = (text: string): void => {
    badge.textContent = text;
  };
  source.addEventListener("open", () => say("live"));
  source.addEventListener("error", () => say("connection lost"));
  source.addEventListener("model", (event) => {
    const { parts, charts }: LiveEvent = JSON.parse(event.data);
    for (const [id, markup] of Object.entries(parts)) replacePart(id, markup);
    // A page that was opened before the first request has no frames for charts.
    if (charts !== null && board === undefined) location.reload();
    else if (charts !== null) board?.setData(charts);
    say("live");
  });
  source.addEventListener("end", () => {
    source.close();
    say("finished");
  });
}

/** The markup is the server's own rendering, escaped there; unchanged parts keep their nodes and the reader's place. */
const replacePart = (id: string, markup: string): void => {
  const element = document.getElementById(id);
  if (element !== null && element.dataset.markup !== markup) {
    element.innerHTML = markup;
    element.dataset.markup = markup;
  }
};
