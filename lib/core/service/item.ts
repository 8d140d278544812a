// What the work of a described service is counted in.

import type { Service } from "./service.ts";

/** In the singular: the word of the description, or its answers. */
export const itemOf = ({ item }: Pick<Service<unknown>, "item">): string => item ?? "answer";
