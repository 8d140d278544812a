// The name of the format that comparisons are saved in.

export const COMPARISON_SCHEMA = "tailgate.comparison/1";
