// How long does the service take to recover from an overload? Before, spike and after, a third of the time each. The
// overload may be slow, so no tail is judged: how long its slowness lasts is judged on its own.

import { defineScenario, stages } from "../lib/core/tailgate.ts";

export default defineScenario({
  question: "How long does the service take to recover from an overload?",
  load: stages((users) => [
    { name: "before", users },
    { name: "spike", users: 5 * users },
    { name: "after", users },
  ]),
  users: 10,
  thinkTime: "400ms",
  warmup: "5s",
  duration: "90s",
  objectives: "requests>=1, failed<=0%, wrong<=0%",
});
