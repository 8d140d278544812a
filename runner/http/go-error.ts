// The errors k6's modules throw at scripts: `String(error)` begins with "GoError: ", and scripts may look for that.

export const goError = (message: string): Error => Object.assign(new Error(message), { name: "GoError" });
