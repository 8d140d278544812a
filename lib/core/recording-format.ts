// The names of the recording's formats: the one that is written, and the older one that is still read.

export const RECORDING_SCHEMA = "tailgate.recording/2";
export const RECORDING_SCHEMA_1 = "tailgate.recording/1";
