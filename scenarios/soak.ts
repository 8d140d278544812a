// Does anything drift or grow under a steady load? The baseline's load for a long time.

import { defineScenario, steady } from "../lib/core/tailgate.ts";

export default defineScenario({
  question: "Does anything drift or grow under a steady load?",
  load: steady({ usersPerSec: 2 }),
  users: 10,
  thinkTime: "400ms",
  warmup: "30s",
  duration: "30m",
  objectives: "requests>=1, failed<=0%, wrong<=0%, p95<200ms, p99<500ms",
});
