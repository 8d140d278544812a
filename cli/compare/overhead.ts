// About what the parts of a comparison cost beside what they measure, for plans and for what is said before the start.

/** A run: starting the service, its checks, writing the recording. */
export const RUN_OVERHEAD_MS = 4000;
/** A pair of instances at rest: starting, warming, stopping. */
export const REST_OVERHEAD_MS = 2500;
