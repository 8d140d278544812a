// The comment by which a pprof file of ours is known: this prefix, then the facts of the profile as JSON.

export const PPROF_COMMENT = "tailgate ";
