// The name of the format that capacity searches are saved in.

export const CAPACITY_SCHEMA = "tailgate.capacity/1";
