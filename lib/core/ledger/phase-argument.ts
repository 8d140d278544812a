// A phase as a user names it: `LABEL`, `LABEL=p1` for one of the guide's, or `LABEL=Name; rps 30-50; p99 100-150;
// users 15-25` for a phase with a name and targets of its own.

import { CliError } from "../exit.ts";
import { guidePlan, noTargets, type PhasePlan, type Range, type Targets } from "./guide-plan.ts";

const TARGETS: Readonly<Record<string, keyof Targets>> = { rps: "ratePerSec", p99: "p99Ms", users: "maxUsers" };

/** The phase that an argument means. @throws CliError when a target cannot be read */
export function phaseOfArgument(argument: string): PhasePlan {
  const cut = argument.indexOf("=");
  const label = cut < 0 ? argument : argument.slice(0, cut);
  const guide = (name: string): PhasePlan | undefined => guidePlan.find((phase) => phase.label === name);
  if (cut < 0) return guide(label) ?? { label, name: label, expected: null, targets: noTargets };
  const [name = "", ...targets] = argument
    .slice(cut + 1)
    .split(";")
    .map((part) => part.trim());
  if (label === "" || name === "") throw unreadable(argument);
  const planned = guide(name);
  const own = targets.map((text) => targetOf(text, argument));
  return {
    label,
    name: planned?.name ?? name,
    expected: planned?.expected ?? null,
    targets: { ...(planned?.targets ?? noTargets), ...Object.fromEntries(own) },
  };
}

function targetOf(text: string, argument: string): readonly [keyof Targets, Range] {
  const [, what = "", low, high] = /^(\w+) (\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  const target = TARGETS[what];
  const range = { low: Number(low), high: Number(high) };
  if (target === undefined || !(range.low <= range.high)) throw unreadable(argument);
  return [target, range];
}

const unreadable = (argument: string): CliError =>
  new CliError(`cannot read the phase ${argument}`, {
    hint: "LABEL, LABEL=p1 (the guide's), or LABEL='Name; rps 30-50; p99 100-150; users 15-25' (ms; each target may be left out).",
  });
