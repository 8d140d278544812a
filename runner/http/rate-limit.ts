// The `rps` option: at most so many requests a second over all users that share the limit.

/** Says how many ms the next request must wait; each call takes one slot. */
export interface RateLimit {
  take(now: number): number;
}

/** Slots `1000 / perSecond` ms apart; unused ones are not saved up, so there are no bursts. */
export function requestsPerSecond(perSecond: number): RateLimit {
  const gap = 1000 / perSecond;
  let next = Number.NEGATIVE_INFINITY;
  return {
    take(now) {
      const slot = Math.max(now, next);
      next = slot + gap;
      return slot - now;
    },
  };
}
