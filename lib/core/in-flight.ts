// How many requests are under way at a time, on average (Little 1961): how often they come times how long they stay.

export const inFlight = (ratePerSec: number, meanMs: number): number => (ratePerSec * meanMs) / 1000;
