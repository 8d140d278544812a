// What do the service's workloads cost side by side? Ten users, who come two a second and then pause between requests,
// ask every endpoint in the proportions of the service. RATE makes it an arrival rate, ARRIVALS=poisson a random one.

import { defineScenario, steady } from "../lib/core/tailgate.ts";

export default defineScenario({
  question: "What do the service's workloads cost side by side?",
  load: steady({ usersPerSec: 2 }),
  users: 10,
  thinkTime: "400ms",
  warmup: "10s",
  duration: "60s",
  objectives: "requests>=1, failed<=0%, wrong<=0%, p95<200ms, p99<500ms",
});
