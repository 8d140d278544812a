// Gathers what the ledger and the checklist are computed from: everything saved under the labels of a chain of phases.

import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { safeEntry } from "../../lib/core/capacity/search.ts";
import { type ChecklistItem, checklist } from "../../lib/core/checklist/checklist.ts";
import { CliError, exit } from "../../lib/core/exit.ts";
import { guidePlan } from "../../lib/core/ledger/guide-plan.ts";
import type { LabelledComparison } from "../../lib/core/ledger/labelled.ts";
import { buildLedger, type Ledger } from "../../lib/core/ledger/ledger.ts";
import { phaseOfArgument } from "../../lib/core/ledger/phase-argument.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { typed } from "../model/command-text.ts";
import { readSaved, type Saved, savedLabels, savedUnder } from "./saved.ts";

export interface Progress {
  readonly ledger: Ledger;
  readonly checklist: readonly ChecklistItem[];
  /** Files that could not be read and were left out. */
  readonly unreadable: readonly string[];
}

/** Endings of profiles: those that `tailgate profile` leaves (docs/profiling.md), and pprof's other one. */
const PROFILE = /\.(cpuprofile|pprof|pb\.gz|speedscope\.json|collapsed\.txt)$/;

/** `named` phases (see phaseOfArgument) in their order; none: the guide's that have something saved. @throws CliError */
export async function readProgress(resultsDir: string, named: readonly string[]): Promise<Progress> {
  const all = await savedLabels(resultsDir);
  const phases = (named.length > 0 ? named : defaultChain(all)).map(phaseOfArgument);
  const chain = phases.map((phase) => phase.label);
  const unknown = chain.filter((label) => !isSaved(label, all));
  const [first, last] = [chain[0], chain.at(-1)];
  if (unknown.length > 0 || first === undefined || last === undefined) {
    throw new CliError(unknown.length > 0 ? `nothing is saved under ${unknown.join(", ")}` : "nothing is saved yet", {
      code: exit.noData,
      hint: `Record the phases one after the other: ${typed("run", "baseline")}, then LABEL=p1 ${typed("compare")} …`,
    });
  }
  const { saved, unreadable } = await everythingUnder(resultsDir, all);
  const recordings = saved.flatMap((s): Recording[] => (s.kind === "recording" ? [s.value] : []));
  const comparisons = saved.flatMap((s): LabelledComparison[] =>
    s.kind === "comparison" ? [{ label: basename(dirname(s.path)), comparison: s.value }] : [],
  );
  return {
    ledger: buildLedger({ phases, recordings, comparisons, maxUsers: maxUsers(saved) }),
    checklist: checklist({
      before: first,
      after: last,
      recordings,
      comparisons,
      profiledLabels: await profiledLabels(resultsDir, [...new Set([...all, ...chain])]),
    }),
    unreadable,
  };
}

/** Pairs are recorded under <label>-after, also when nothing else has the label. */
const isSaved = (label: string, all: readonly string[]): boolean =>
  all.includes(label) || all.includes(`${label}-after`);

/** The guide's labels in its order, then those that `tailgate compare` uses when it is not given one. */
const defaultChain = (all: readonly string[]): string[] =>
  [...guidePlan.map((phase) => phase.label), "after", "compare"].filter((label) => isSaved(label, all));

/** A file of an older format must not hide the others: it is left out and named. */
async function everythingUnder(
  resultsDir: string,
  labels: readonly string[],
): Promise<{ readonly saved: readonly Saved[]; readonly unreadable: readonly string[] }> {
  const saved: Saved[] = [];
  const unreadable: string[] = [];
  for (const label of labels) {
    for (const path of await savedUnder(resultsDir, label)) {
      try {
        saved.push(await readSaved(path));
      } catch (error) {
        if (!(error instanceof CliError)) throw error;
        unreadable.push(error.message);
      }
    }
  }
  return { saved, unreadable };
}

/** Of searches counted in users; the newest of a label wins. */
const maxUsers = (saved: readonly Saved[]): Map<string, number> =>
  new Map(
    saved
      .filter((s) => s.kind === "capacity")
      .sort((a, b) => (a.at < b.at ? -1 : 1))
      .flatMap(({ label, value: { outcome, plan } }): [string, number][] => {
        const safe = plan.unit === "users" ? safeEntry(outcome) : null;
        return safe === null ? [] : [[label, safe.probe.load]];
      }),
  );

const profiledLabels = async (resultsDir: string, labels: readonly string[]): Promise<string[]> => {
  const names = await Promise.all(labels.map((label) => readdir(join(resultsDir, label)).catch(() => [])));
  return labels.filter((_, i) => names[i]?.some((name) => PROFILE.test(name)));
};
