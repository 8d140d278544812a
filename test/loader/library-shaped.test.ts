// Code shaped as large libraries are: hundreds of functions in one closure, handed to one another through the same few
// parameters and properties. Loading it must come to an end well within the analysis's budget, whatever the machine.

import { expect, test } from "vitest";
import { analyseFlow } from "../../runner/loader/flow/analyse.ts";
import { resolveScopes } from "../../runner/loader/scopes.ts";
import { parseModule } from "../../runner/loader/syntax.ts";

/** Every function calls what it is given and is given to the next; all are properties of one object. */
function library(functions: number): string {
  const each = Array.from(
    { length: functions },
    (_, n) => `function f${n}(list, iteratee, rest) {
  var result = iteratee(list, f${(n + 1) % functions}, rest); lodash.f${n} = f${n};
  return isArray(list) ? each(list, f${(n + 7) % functions}) : apply(iteratee, list, [result, f${n}]);
}`,
  );
  return `import http from "k6/http";
var lodash = (function () {
function each(list, iteratee) { for (var i = 0; i < list.length; i++) iteratee(list[i], i, list); return list; }
function apply(f, self, args) { return f.apply(self, args); }
function isArray(x) { return x.constructor === Array; }
function lodash(value) { return value.constructor(value); }
${each.join("\n")}
return lodash; })();
export default function () { http.get(lodash.f1([1], (x) => x)); }
`;
}

/** How often parts of the program were looked at. */
async function steps(code: string): Promise<number> {
  const program = parseModule(code);
  const flow = await analyseFlow(program, resolveScopes(program));
  return flow.steps;
}

test("the work grows with the library, not with its square", async () => {
  const [small, large] = [await steps(library(50)), await steps(library(400))];
  expect(large).toBeLessThan(small * 16);
  expect(large).toBeLessThan(200_000);
});
