// What /metrics says, in Prometheus' text format. Names without `tailgate_` are Prometheus' own conventions.

import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import type { Execution } from "../optimisation.ts";

export interface Metrics {
  answered(route: string, status: number): void;
  predicted(texts: number): void;
  render(execution: Execution): string;
  close(): void;
}

/** The delay monitor's timer. What it records is the time between two firings, this included. */
const RESOLUTION_MS = 10;

const metric = (type: "counter" | "gauge", name: string, help: string, lines: readonly string[]): string =>
  [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines.map((line) => `${name}${line}`)].join("\n");

/** Starts to count and to watch the event loop. */
export function startMetrics(profile: string): Metrics {
  const requests = new Map<string, number>();
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let texts = 0;

  /** Since the last scrape, so that a lull does not hide under an older peak; 0 when nothing was recorded. */
  const lagP99Seconds = (): number => {
    const p99 = delay.count === 0 ? 0 : delay.percentile(99) / 1e9;
    delay.reset();
    return Math.max(0, p99 - RESOLUTION_MS / 1000);
  };

  return {
    answered: (route, status) => {
      const key = `{route="${route}",status="${status}"}`;
      requests.set(key, (requests.get(key) ?? 0) + 1);
    },
    predicted: (count) => {
      texts += count;
    },
    render: (execution) => {
      const cpu = process.cpuUsage();
      const rss = process.memoryUsage.rss();
      const cpuSeconds = (cpu.user + cpu.system) / 1e6;
      const startSeconds = performance.timeOrigin / 1000;
      const counts = [...requests].map(([labels, count]) => `${labels} ${count}`);
      return `${[
        metric("counter", "process_cpu_seconds_total", "User and system CPU time, all threads.", [` ${cpuSeconds}`]),
        metric("gauge", "process_resident_memory_bytes", "Resident memory.", [` ${rss}`]),
        metric("gauge", "process_start_time_seconds", "Start of the process since 1970.", [` ${startSeconds}`]),
        metric("gauge", "tailgate_info", "The profile of this service.", [`{profile="${profile}"} 1`]),
        metric(
          "gauge",
          "tailgate_event_loop_lag_p99_seconds",
          "p99 of the event loop's lateness since the last scrape.",
          [` ${lagP99Seconds()}`],
        ),
        metric("counter", "tailgate_requests_total", "Requests answered, by route and status.", counts),
        metric("counter", "tailgate_predictions_total", "Texts predicted.", [` ${texts}`]),
        metric("gauge", "tailgate_queue_depth", "Requests accepted whose inference has not begun.", [
          ` ${execution.waiting()}`,
        ]),
        metric("counter", "tailgate_worker_restarts_total", "Worker threads started again after one died.", [
          ` ${execution.restarts()}`,
        ]),
      ].join("\n")}\n`;
    },
    close: () => void delay.disable(),
  };
}
