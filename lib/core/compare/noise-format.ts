// The name of the format that a host's noise is kept in.

export const NOISE_SCHEMA = "tailgate.noise/1";
