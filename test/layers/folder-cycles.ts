// Cycles between folders. Two rooms that import from each other have no order to be read in, even when no two of their
// files do. A room and the rooms inside it are one: only neighbours are looked at, each with all that is below it.

/** An import from one file to another, by paths with "/". */
export interface Import {
  readonly from: string;
  readonly to: string;
}

/** A step of a cycle, with one import that makes it. */
export interface Step extends Import {
  readonly fromFolder: string;
  readonly toFolder: string;
}

/** The neighbours an import goes between; undefined within a folder, and between a folder and one inside it. */
function stepOf({ from, to }: Import): Step | undefined {
  const [a, b] = [from.split("/").slice(0, -1), to.split("/").slice(0, -1)];
  const apart = a.findIndex((name, i) => name !== b[i]);
  if (apart < 0 || apart >= b.length) return undefined;
  const folder = (names: readonly string[]): string => names.slice(0, apart + 1).join("/");
  return { from, to, fromFolder: folder(a), toFolder: folder(b) };
}

/** One cycle through each folder that lies on any: its steps, the last of which leads back. */
export function folderCycles(imports: readonly Import[]): readonly (readonly Step[])[] {
  const steps = new Map<string, Map<string, Step>>();
  for (const step of imports.flatMap((each) => stepOf(each) ?? [])) {
    const known = steps.get(step.fromFolder) ?? new Map<string, Step>();
    if (!known.has(step.toFolder)) known.set(step.toFolder, step);
    steps.set(step.fromFolder, known);
  }
  const seen = new Set<string>();
  return [...steps.keys()].flatMap((folder) => {
    const cycle = seen.has(folder) ? undefined : shortestWayBack(folder, steps);
    for (const step of cycle ?? []) seen.add(step.fromFolder);
    return cycle === undefined ? [] : [cycle];
  });
}

function shortestWayBack(
  start: string,
  steps: ReadonlyMap<string, ReadonlyMap<string, Step>>,
): readonly Step[] | undefined {
  const reached = new Map<string, readonly Step[]>([[start, []]]);
  for (const [folder, way] of reached) {
    for (const [next, step] of steps.get(folder) ?? []) {
      if (next === start) return [...way, step];
      if (!reached.has(next)) reached.set(next, [...way, step]);
    }
  }
  return undefined;
}
