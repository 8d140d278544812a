// A report of every kind, from data that is made up or was saved, and what it is shown with in tests.

import { noiseSession } from "../../lib/core/compare/noise-profile.ts";
import { comparePairs } from "../../lib/core/compare/pairs.ts";
import { historyEntry } from "../../lib/core/history/entry.ts";
import { claimResult } from "../../lib/core/optimise/claim-result.ts";
import type { Claim } from "../../lib/core/optimise/optimised.ts";
import { threadLimit } from "../../lib/core/optimise/thread-limit.ts";
import { readProfile } from "../../lib/node/profile/read-profile.ts";
import { capacityModel } from "../../report/model/capacity-model.ts";
import { comparisonModel } from "../../report/model/comparison-model.ts";
import { diagnosisModel } from "../../report/model/diagnosis-model.ts";
import { historyModel } from "../../report/model/history-model.ts";
import type { ReportModel } from "../../report/model/model.ts";
import { noiseModel } from "../../report/model/noise-model.ts";
import { optimiseModel } from "../../report/model/optimise-model.ts";
import { profileModel } from "../../report/model/profile-model.ts";
import { profileReport } from "../../report/model/profile-report.ts";
import { runModel } from "../../report/model/run-model.ts";
import type { Surroundings } from "../../report/renderers.ts";
import { plainPaint } from "../../report/terminal/colour.ts";
import { pairsOf, tenPairs } from "../compare/synthetic-pairs.ts";
import { syntheticComparison } from "./synthetic-comparison.ts";
import { shortRun, syntheticRecording } from "./synthetic-recording.ts";
import { syntheticSearch } from "./synthetic-search.ts";

/** The page's own script and styles are left out: they are tested in a browser. */
export const shown: Surroundings = { page: { script: "", styles: "" }, paint: plainPaint };

const sound = syntheticRecording(shortRun);
const failing = syntheticRecording({ ...shortRun, slowdown: 1.4, failing: 0.01 });

const claim: Claim = {
  phase: "P1 vectorised",
  what: "batch-50 p95",
  experiment: "mixed",
  from: "baseline",
  to: "p1",
  endpoint: "batch-50",
  metric: "p95Ms",
  expected: "60-80 % less",
  least: 0.6,
  otherwise: "the batch is a small part of this service's time",
};

const aa = comparePairs(pairsOf(10, 1), tenPairs);

const asked = { detailed: false, analysis: true, roadmap: true, rows: 8, about: undefined };

/** Reports of every kind, by name. */
export const sampleModels = async (): Promise<Readonly<Record<string, ReportModel>>> => ({
  run: runModel(sound),
  "run-failing": runModel(failing),
  "run-invalid": runModel({
    ...sound,
    validity: {
      verdict: "invalid",
      reasons: [
        {
          rule: "generator-cpu",
          severity: "invalid",
          finding: "The load generator used 97 % of a core",
          advice: "Give it a core of its own.",
        },
      ],
    },
  }),
  comparison: comparisonModel(
    syntheticComparison(),
    [1, 2, 3].map((i) => ({ ...syntheticRecording({ ...shortRun, seed: i }), id: `after-${i}` })),
  ),
  capacity: capacityModel(syntheticSearch(), "capacity", "2026-11-24T06:00:00.000Z"),
  history: historyModel(
    [0, 1, 2, 3].map((day) => {
      const entry = historyEntry(syntheticRecording({ ...shortRun, seed: day, slowdown: 1 + day / 10 }));
      return { ...entry, timestamp: entry.timestamp + day * 86_400 };
    }),
  ),
  diagnosis: diagnosisModel("service", [failing]),
  noise: noiseModel(
    noiseSession(aa),
    { schema: "tailgate.noise/1", hostId: "c0ffee", sessions: [noiseSession(aa)] },
    aa.design.familySize,
  ),
  optimise: optimiseModel(
    {
      claims: [claimResult(claim, syntheticComparison())],
      mixed: [{ profile: "baseline", singleP95Ms: 55.4, healthP99Ms: 48.1 }],
      loadPoints: [
        {
          profile: "baseline",
          scale: 1,
          ratePerSec: 14,
          single: sound.endpoints[0],
          batch: sound.endpoints[3],
          dropped: 0,
          holds: true,
        },
      ],
      threads: threadLimit({ threads: 2, factor: 1.33 }, []),
      interrupted: false,
      seed: 1,
    },
    "2026-11-24T06:00:00.000Z",
  ),
  profile: profileModel(
    profileReport(await readProfile("test/profile/fixtures/fastapi-blocking.pb.gz", { sampleUs: undefined }), asked, {
      overhead: undefined,
      doubts: [],
      lock: undefined,
      cores: undefined,
      saved: undefined,
    }),
    asked,
  ),
});
