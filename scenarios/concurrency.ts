// How does latency grow with the number of users? Four stages: one user, who shows what a request takes when nothing waits,
// then a third, two thirds and all of USERS. Nearly every request is of the fewest rows, so that what grows is the queue.

import { defineScenario, type Mix, stages } from "../lib/core/tailgate.ts";

/** Eight requests of the fewest rows to one of the next size and two health checks. */
function mostlySmall(endpoints: Mix): Mix {
  const [small, next] = endpoints.filter((e) => e.role === "inference").sort((a, b) => (a.rows ?? 0) - (b.rows ?? 0));
  return endpoints.flatMap((e) => {
    const share = e === small ? 8 : e === next ? 1 : e.role === "health" ? 2 : undefined;
    return share === undefined ? [] : [{ ...e, share }];
  });
}

export default defineScenario({
  question: "How does latency grow with the number of users?",
  load: stages((users) => [1, users / 3, (2 * users) / 3, users]),
  users: 40,
  mix: mostlySmall,
  thinkTime: "100ms",
  warmup: "5s",
  duration: "80s",
  objectives: "requests>=1, failed<=0%, wrong<=0%, p95<200ms, p99<500ms",
});
