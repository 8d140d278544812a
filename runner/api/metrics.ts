// The `k6/metrics` module: Counter, Gauge, Rate and Trend, declared in init code and shared by all VUs.

import type { Tags } from "../../lib/core/metric-sample.ts";
import type { ModuleNamespace } from "../loader/script.ts";
import type { MetricStore } from "../metrics/metric-store.ts";
import type { MetricType } from "../metrics/sink.ts";
import { goError } from "../vu/go-error.ts";
import type { VuState } from "../vu/vu-state.ts";

/** A number or boolean as k6 takes it, numeric strings included; undefined when it is neither. */
const sampleValue = (value: unknown): number | undefined => {
  if (typeof value === "boolean") return value ? 1 : 0;
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && !Number.isNaN(number) ? number : undefined;
};

const checkedTags = (tags: object): Readonly<Record<string, string>> => {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(tags)) {
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
      throw new TypeError(
        `invalid value for metric tag '${name}': only String, Boolean and Number types are accepted as a metric tag values`,
      );
    }
    texts[name] = String(value);
  }
  return texts;
};

/** The module for one VU. @param warn told about values that are not numbers */
export function metricsModule(vu: VuState, store: MetricStore, warn: (text: string) => void): ModuleNamespace {
  const kind = (type: MetricType) => {
    const Metric = class {
      readonly name: string;

      constructor(name: unknown, isTime?: unknown) {
        if (vu.phase !== "init") throw goError("metrics must be declared in the init context");
        this.name = String(name);
        store.declare(this.name, type, isTime === true);
      }

      add(value: unknown, tags?: unknown): boolean {
        if (vu.phase === "init") throw goError("metrics cannot be added to in the init context");
        const number = sampleValue(value);
        if (number === undefined) {
          const text = `'${String(value)}' is an invalid value for metric '${this.name}', a number or a boolean value is expected`;
          if (vu.http.throw) throw goError(text);
          warn(text);
          return false;
        }
        const all: Tags = typeof tags === "object" && tags !== null ? vu.tagsWith(checkedTags(tags)) : vu.tags();
        vu.emit(this.name, vu.wall(vu.monotonic()), number, all);
        return true;
      }
    };
    // k6 takes `Trend("x")` for `new Trend("x")`.
    return new Proxy(Metric, { apply: (made, _, args) => Reflect.construct(made, args) });
  };
  const classes = { Counter: kind("counter"), Gauge: kind("gauge"), Rate: kind("rate"), Trend: kind("trend") };
  return { ...classes, default: classes };
}
