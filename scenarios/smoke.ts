// Does every endpoint answer rightly? One user, each endpoint three times; ends in seconds. There is no warm-up, and three
// requests tell nothing of a tail.

import { defineScenario, each } from "../lib/core/tailgate.ts";

export default defineScenario({
  question: "Does every endpoint answer rightly?",
  load: each(3),
  users: 1,
  duration: "10s",
  repeatShare: 1,
  objectives: "requests>=1, failed<=0%, wrong<=0%",
});
