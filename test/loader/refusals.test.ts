// What cannot run in k6's order is refused when the script is loaded, with the line a person wrote.

import { expect, test } from "vitest";
import { CliError } from "../../lib/core/exit.ts";
import { compileScript } from "../../runner/loader/compile.ts";
import { withScript } from "./script-file.ts";

/** The text of the refusal. */
async function refusalOf(files: Readonly<Record<string, string>>): Promise<string> {
  const error: unknown = await withScript(files, compileScript).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CliError)) throw new Error(`not refused: ${String(error)}`);
  expect(error.code).toBe(107);
  return `${error.message}\n${error.hint ?? ""}`;
}

const head = `import http from "k6/http";
import { check, group, sleep } from "k6";
import { setTimeout } from "k6/timers";
import { SharedArray } from "k6/data";
`;

/** Name, script, and what the refusal of the line marked HERE says. */
const refused: readonly (readonly [string, string, RegExp])[] = [
  [
    "a getter",
    `const o = { get size(): number {\n return http.get("/").status; // HERE\n} };\nexport default () => o.size;`,
    /http\.get\(\) may wait, but a getter cannot/,
  ],
  [
    "a setter",
    `class A { set size(n: number) {\n sleep(n); // HERE\n} }\nexport default () => { new A().size = 1; };`,
    /a setter cannot/,
  ],
  [
    "a constructor",
    `class A { constructor() {\n sleep(1); // HERE\n} }\nexport default () => new A();`,
    /a constructor cannot/,
  ],
  [
    "a helper called by a constructor",
    `const login = () => http.post("/");\nclass A { token = ""; constructor() {\n login(); // HERE\n} }\nexport default () => new A();`,
    /login\(\) may wait, but a constructor cannot/,
  ],
  [
    "a function used as a constructor",
    `function Api(this: { r: unknown }) { this.r = http.get("/"); }\nexport default () =>\n new (Api as any)(); // HERE`,
    /a constructor cannot/,
  ],
  [
    "a field",
    `class A {\n r = http.get("/"); // HERE\n}\nexport default () => new A();`,
    /the initial value of a class field cannot/,
  ],
  [
    "a static block",
    `class A { static r: unknown; static {\n A.r = sleep(1); // HERE\n} }\nexport default () => A.r;`,
    /a static block cannot/,
  ],
  [
    "a generator",
    `function* pages() {\n yield http.get("/"); // HERE\n}\nexport default () => [...pages()];`,
    /a generator cannot/,
  ],
  [
    "a sort comparator",
    `const cost = (n: number) => http.get("/" + n).status;\nexport default () =>\n [1, 2].sort((a, b) => cost(a) - cost(b)); // HERE`,
    /but sort\(\) would call it without waiting/,
  ],
  [
    "a named comparator",
    `function order(a: number, b: number) { sleep(1); return a - b; }\nexport default () =>\n [1, 2].sort(order); // HERE`,
    /order waits, but sort\(\)/,
  ],
  [
    "a replacer of text",
    `export default () =>\n "a".replace("a", (m) => http.get(m).status); // HERE`,
    /replace\(\) would call it/,
  ],
  [
    "a reviver",
    `export default () =>\n JSON.parse("{}", (k, v) => { sleep(1); return v; }); // HERE`,
    /JSON\.parse would call it/,
  ],
  [
    "a replacer of JSON",
    `export default () =>\n JSON.stringify({}, (k, v) => http.get(v)); // HERE`,
    /JSON\.stringify would call it/,
  ],
  [
    "toString",
    `const o = {\n toString() { return http.get("/").body; }, // HERE\n};\nexport default () => String(o);`,
    /toString waits, but the language calls it/,
  ],
  [
    "toJSON",
    `class A {\n toJSON() { return http.get("/").body; } // HERE\n}\nexport default () => JSON.stringify(new A());`,
    /toJSON waits/,
  ],
  [
    "an iterator",
    `const o = {\n [Symbol.iterator]() { sleep(1); return [][Symbol.iterator](); }, // HERE\n};\nexport default () => [...o];`,
    /waits, but the language calls it/,
  ],
  ["a promise's executor", `export default () =>\n new Promise(() => { sleep(1); }); // HERE`, /Promise would call it/],
  [
    "then",
    `export default () =>\n http.asyncRequest("GET", "/").then(() => sleep(1)); // HERE`,
    /then\(\) would call it/,
  ],
  ["a timer", `export default () =>\n setTimeout(() => sleep(1), 10); // HERE`, /k6\/timers setTimeout would call it/],
  [
    "a shared array",
    `const a =\n new SharedArray("a", () => [http.get("/")]); // HERE\nexport default () => a;`,
    /k6\/data SharedArray would call it/,
  ],
  [
    "a proxy",
    `const p =\n new Proxy({}, { get: (t, k) => http.get(String(k)) }); // HERE\nexport default () => p;`,
    /Proxy would call it/,
  ],
  [
    "a defined property",
    `const o = {};\nObject.defineProperty(o, "a", { get: () => http.get("/") }); // HERE\nexport default () => o;`,
    /Object\.defineProperty would call it/,
  ],
  [
    "Reflect.apply",
    `export default () =>\n Reflect.apply(() => sleep(1), null, []); // HERE`,
    /Reflect\.apply would call it/,
  ],
  [
    "an iterator's next",
    `const pages = { [Symbol.iterator]: () => ({\n next() { return { done: true, value: http.get("/") }; }, // HERE\n}) };\nexport default () => [...pages];`,
    /next waits, but the language calls it/,
  ],
  [
    "a class that is its own iterator",
    `class Pages { [Symbol.iterator]() { return this; }\n next() { return { done: true, value: http.get("/") }; } // HERE\n}\nexport default () => { for (const page of new Pages()) page; };`,
    /next waits, but the language calls it/,
  ],
  [
    "toString that is assigned",
    `const o: Record<string, unknown> = {};\no.toString = () => http.get("/").body; // HERE\nexport default () => String(o);`,
    /waits, but the language calls it/,
  ],
  [
    "an async function that is not awaited",
    `async function go() { sleep(1); }\nexport default () => {\n go(); // HERE\n};`,
    /go\(\) may wait, and is async/,
  ],
  [
    "async functions at once",
    `export default async () => {\n await Promise.all([1, 2].map(async (n) => { sleep(n); })); // HERE\n};`,
    /given an async function that waits/,
  ],
  [
    "an async check",
    `export default () => {\n check(1, { ok: async () => { sleep(1); return true; } }); // HERE\n};`,
    /given an async function that waits/,
  ],
  [
    "a promise that would be unwrapped",
    `const start = () => { sleep(1); return http.asyncRequest("GET", "/"); };\nexport default async () => {\n const p = start(); // HERE\n await p;\n};`,
    /gives a promise/,
  ],
  [
    "an array method in disguise",
    `const each = "forEach";\nexport default () => {\n [1].map.call([1], (n) => http.get("/" + n)); // HERE\n};`,
    /would call it|call it as/,
  ],
  ["code in a string", `export default () =>\n eval("sleep(1)"); // HERE`, /eval\(\) of a string/],
  [
    "require of a name",
    `const a = "k6";\nconst k6 =\n require(a); // HERE\nexport default () => k6;`,
    /require\(\) of a name/,
  ],
  [
    "digest authentication",
    `const params = {\n auth: "digest", // HERE\n} as const;\nexport default () => http.get("/", params);`,
    /does not have digest authentication/,
  ],
  [
    "NTLM authentication",
    `export default () =>\n http.get("/", { auth: "ntlm" }); // HERE`,
    /does not have ntlm authentication/,
  ],
  [
    "digest authentication in a batch",
    `export default () =>\n http.batch([{ method: "GET", url: "/", params: { auth: "digest" } }]); // HERE`,
    /does not have digest authentication/,
  ],
  [
    "a module from the network",
    `\nimport { x } from "https://jslib.k6.io/x/1.0.0/index.js"; // HERE\nexport default () => x;`,
    /jslib\.k6\.io.*is not loaded: --no-remote-modules forbids it/,
  ],
];

for (const [name, script, message] of refused) {
  test(`${name} is refused with its line`, async () => {
    const source = head + script;
    const line = source.split("\n").findIndex((each) => each.includes("// HERE")) + 1;
    const text = await refusalOf({ "script.ts": source });
    expect(text).toMatch(message);
    expect(text).toContain(`script.ts:${line}:`);
    expect(text).toContain("k6");
  });
}

test("an `auth` that is no parameter of a request is no one's business", async () => {
  const script = `${head}const service = { name: "a", auth: "digest" };
    const known = { a: { auth: "ntlm" } };
    export default () => {
      http.post("/", JSON.stringify({ auth: "digest" }));
      http.post("/", { auth: "digest" }, { tags: known });
      return service;
    };`;
  await expect(withScript({ "script.ts": script }, compileScript)).resolves.toBeDefined();
});

test("every problem of a script is named at once, in order", async () => {
  const text = await refusalOf({
    "script.ts": `${head}export default () => { [1].sort(() => http.get("/").status);\n "a".replace("a", () => sleep(1)); };`,
  });
  expect(text).toMatch(/script\.ts:5:.*sort[\s\S]*script\.ts:6:.*replace/);
});

test("a refusal in an imported file names that file", async () => {
  const text = await refusalOf({
    "script.ts": `import { o } from "./helper.ts";\nexport default () => o.a;`,
    "helper.ts": `import http from "k6/http";\n\nexport const o = { get a() { return http.get("/"); } };`,
  });
  expect(text).toContain("helper.ts:3:");
});

test("a syntax error names file and line", async () => {
  const text = await refusalOf({ "script.ts": "export default () => {\n  const = 1;\n};" });
  expect(text).toMatch(/script\.ts:2:9: Expected identifier/);
});

test("an import that leads nowhere names file, line and what was asked for", async () => {
  const text = await refusalOf({ "script.ts": '\nimport { x } from "./missing.ts";\nexport default () => x;' });
  expect(text).toMatch(/script\.ts:2:19: Could not resolve "\.\/missing\.ts"/);
});

test("a missing script is a usage error", async () => {
  await expect(compileScript("/nowhere/script.js")).rejects.toMatchObject({ code: 2, message: /no such script/ });
});
