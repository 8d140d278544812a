// An endpoint as the load and everything after it sees it: what it is called, what it is for, how much it carries.

import type { Role } from "./endpoint.ts";

export interface LoadEndpoint {
  readonly name: string;
  readonly role: Role;
  /** Rows a request; null for one that carries none. */
  readonly rows: number | null;
  /** Requests in a round; a round is shuffled, so proportions are exact over whole rounds. */
  readonly share: number;
}
