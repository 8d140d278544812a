// Is this load safe? One probe of the search for the maximum safe load (tailgate capacity): a steady load, all of it there
// after half of the warm-up. With RATE its requests come as those of independent users do.

import { defineScenario, steady } from "../lib/core/tailgate.ts";

export default defineScenario({
  question: "Is this load safe?",
  load: steady({ warmupShare: 0.5 }),
  users: 10,
  arrivals: "poisson",
  thinkTime: "400ms",
  warmup: "3s",
  duration: "30s",
  objectives: "requests>=1, failed<=0%, wrong<=0%, p95<200ms, p99<500ms",
});
