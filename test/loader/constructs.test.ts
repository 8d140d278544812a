// One way of reaching a blocking call after another: each must give the same trace when k6 answers later.

import { expect, test } from "vitest";
import { runBothWays } from "./both-ways.ts";

const constructs: Readonly<Record<string, string>> = {
  "direct calls": `export default () => [http.get(1).status, post(2).status, k6.sleep(1), everything.del(3).status];`,
  "aliases of functions": `const get = http.get; let p; export default () => { p = http.post; return [get(1).status, p(2).status]; };`,
  "destructured modules": `const { get, put: change, ...rest } = http; export default () => [get(1).status, change(2).status, rest.post(3).status];`,
  "computed verbs": `export default () => ["get", "post"].map((verb) => http[verb](verb).status + http["put"](1).status);`,
  "a module in an object": `const tools = { client: http, nested: { k6 } }; export default () => { tools.nested.k6.sleep(2); return tools.client.get(1).status; };`,
  "a client injected into a class": `class Api { constructor(client) { this.client = client; } go(n) { return this.client.get(n).status; } } export default () => new Api(http).go(4);`,
  "methods on a prototype": `function Api() { this.n = 2; } Api.prototype.go = function () { return http.get(this.n).status; }; export default () => new Api().go();`,
  "mixins and copies": `const base = { login() { return http.post(this.name).status; } };
    export default () => [Object.assign({ name: 1 }, base).login(), { ...base, name: 2 }.login(), Object.create(base, {}).login()];`,
  "handlers by name": `const handlers = { a: () => http.get(1).status, b() { return http.post(2).status; } };
    export default () => { const seen = []; for (const [name, run] of Object.entries(handlers)) seen.push(name, run());
      Object.values(handlers).forEach((run) => seen.push(run())); Object.keys(handlers).forEach((key) => seen.push(handlers[key]())); return seen; };`,
  "maps and sets of functions": `const byName = new Map([["a", () => http.get(1).status]]); const all = new Set([() => sleep(1)]);
    export default () => { const seen = [byName.get("a")()]; byName.forEach((run, key) => seen.push(key, run())); for (const run of all) run(); all.forEach((run) => run()); return seen; };`,
  "arguments by number": `function run() { return arguments[0](arguments[1]); } export default () => run((n) => http.get(n).status, 3);`,
  "lists of functions": `const steps = [() => http.get(1), () => sleep(2)]; const call = (step) => step();
    export default () => { for (const step of steps) step(); steps.forEach((step) => step()); steps.map(call); steps.forEach(call); steps[0](); };`,
  "functions that make functions": `const make = (verb) => (path) => (body) => verb(path + body).status; export default () => make(http.post)("a")("b");`,
  "a function as a default": `function run(step = () => http.get(1).status) { return step(); } export default () => [run(), run(() => 2)];`,
  "awaited defaults": `function run(a, b = http.get(a).status, { c = sleep(b), d } = { d: b }, ...rest) { return [a, b, d, rest.length, run.length, arguments.length]; }
    const short = (a = http.get(1).status) => ({ a }); export default () => [run(1), run(1, 2, {}, 4), short(), short(5)];`,
  recursion: `const down = (n) => (n === 0 ? 0 : http.get(n).status + up(n - 1)); function up(n) { return n <= 0 ? 0 : down(n - 1); } export default () => down(4);`,
  "accessors that give and take functions": `const o = { get client() { return http; }, set step(f) { this.kept = f; } };
    export default () => { o.step = () => sleep(1); o.kept(); return o.client.get(1).status; };`,
  inheritance: `class A { m(n) { return http.get(n).status; } static s(n) { return http.put(n).status; } }
    class B extends A { m(n) { return [1, 2].map((x) => super.m(x + n)); } static s(n) { return super.s(n) + 1; } } export default () => [new B().m(1), B.s(2)];`,
  "private members and fields": `class A { #n = 1; get = http.get; run = () => this.#go(this.#n); #go(n) { return this.get(n).status; } static #all = [1]; static go() { return A.#all.map((x) => http.get(x).status); } }
    export default () => [new A().run(), A.go()];`,
  "computed methods": `const key = "go"; class A { [key + 1](n) { return http.get(n).status; } } const o = { [key]: (n) => sleep(n) }; export default () => { o.go(1); return new A().go1(2); };`,
  "tagged templates": `const tag = (strings, n) => strings.raw.join("") + http.get(n).status; export default () => tag\`a\${1}b\`;`,
  "thrown functions": `export default () => { try { throw () => http.get(1).status; } catch (step) { return [step()]; } };`,
  "yielded functions": `function* steps() { yield () => http.get(1).status; yield () => 2; } export default () => { const seen = []; for (const step of steps()) seen.push(step()); return [...steps()].map((step) => step()).concat(seen); };`,
  "call, apply and bind": `function go(a, b) { return [this?.n, a, http.get(b).status]; }
    export default () => [go.call({ n: 1 }, 2, 3), go.apply({ n: 4 }, [5, 6]), go.bind({ n: 7 }, 8)(9), http.get.call(http, 1).status, sleep.bind(null, 2)()];`,
  "optional calls and chains": `const o = { a: { go: (n) => http.get(n) }, none: null };
    export default () => [o?.a?.go(1).status, o.none?.go(1).status, o.none?.go(http.get(9)).status, o.a.go?.(2)?.status, o.a.stop?.(3).status, o["a"]?.["go"]?.(4).json().n, o.a?.go(5)?.deep?.value(1)];`,
  "optional chains over lists": `const o = { list: [1, 2], none: undefined }; export default () => [o.list?.map((n) => http.get(n).status), o.none?.map((n) => http.get(n)), o.none?.map((n) => http.get(n)).length, o?.list.filter((n) => http.get(n).status > 3).length];`,
  "logical assignment": `let step; export default () => { step ??= () => http.get(1).status; step ||= null; return step(); };`,
  "conditions, commas, parentheses": `export default () => { const f = Date.now() > 0 ? http.get : null; return [(0, http.post)(1).status, (f || sleep)(2).status, (1, () => sleep(1))()]; };`,
  "destructured functions": `let [a, b] = [() => http.get(1).status, () => 2]; export default () => { [a, b] = [b, a]; return [a(), b()]; };`,
  "every place of an expression": `export default () => { let n = 0; const seen = [];
    while (http.get(n).status < 9 && n++ < 3) seen.push(n); do seen.push("d"); while (http.get(n++).status > 8 && n < 9);
    for (let i = http.get(0).status; i < 3; i += http.get(i).status) seen.push(i);
    switch (http.get(1).status) { case http.get(2).status: seen.push("case"); default: seen.push("default"); }
    seen.push(!http.get(3), typeof http.get(4), void sleep(1), -http.get(5).status, \`\${http.get(6).status}\`, { [http.get(7).status]: 1 }, [...[http.get(8)]].length, "status" in http.get(9), delete http.get(9).x);
    const { x = http.get(10).status, [http.get(11).status]: y } = {}; n += http.get(12).status; class K { [http.get(1).status]() {} }
    if (http.get(13)) throw new Error(http.get(14).status); };`,
  "arguments of new": `class Box { constructor(v) { this.v = v; } } export default () => new Box(http.get(1).status).v;`,
  "check and group": `const set = { ok: (r) => r.status >= 0, slow: (r) => sleep(r.status) === undefined, no: false }; const g = group;
    export default () => [check(http.get(1), set), check(2, { a: (v) => v > 1 }), g("a", () => group("b", () => http.get(3).status)), group("c", () => 4), check(1, { ["x" + 1]: () => http.get(2) })];`,
  "callbacks with a receiver": `const self = { n: 3 }; export default () => [[1, 2].map(function (x) { return http.get(x + this.n).status; }, self), [1].forEach(function () { sleep(this.n); }, self)];`,
  "array methods": `const list = [3, , 1, 2]; const w = (n) => http.get(n).status; export default () => [list.map(w), list.filter(w), list.some((x) => w(x) > 99), list.every((x) => w(x) < 99), list.find((x) => w(x) < 0), list.findIndex((x) => w(x ?? 0) > 0),
    list.findLast((x) => w(x) > 0), list.findLastIndex((x) => w(x) > 99), list.flatMap((x) => [x, [w(x)]]), list.reduce((a, x) => a + w(x), 0), list.reduceRight((a, x) => a + w(x)), [].map(w), list.forEach(w)];`,
  "Array.from": `export default () => [Array.from({ length: 3 }, (_, i) => http.get(i).status), Array.from(new Set([4, 5]), function (x) { return http.get(x + this.n).status; }, { n: 1 }), Array.from("ab", (c, i) => (sleep(i), c)), Array.from([1])];`,
  proxies: `const api = new Proxy({}, { get: (_, verb) => (...args) => http[verb](...args) }); const same = new Proxy(http, {}); const counting = { n: 0 };
    const counted = new Proxy(http, { get(target, verb) { counting.n += 1; const call = target[verb]; return (...args) => call(...args); } });
    export default () => [api.get(1).status, api.post(2).status, same.get(3).status, counted.put(4).status, counting.n];`,
  "next that is no iterator's": `class Pager { n = 0; next() { return http.get(this.n++).status; } } export default () => { const pager = new Pager(); return [pager.next(), pager.next(), [...new Set([1])]]; };`,
  "typed arrays": `export default () => [Array.from(new Uint8Array([1, 2]).map((x) => http.get(x).status)), new Uint8Array([1, 2, 3]).filter((x) => http.get(x).status > 4).length];`,
  "lists that change while they are walked": `export default () => { const list = [1, 2, 3]; const seen = []; list.forEach((x) => { http.get(x); seen.push(x); if (x === 1) list.pop(); if (x === 2) list.push(9); }); return [seen, list]; };`,
  "errors through callbacks": `export default () => { try { [1, 2, 3].map((x) => { http.get(x); if (x === 2) throw new Error("two"); }); } catch (e) { return e.message; } finally { sleep(1); } };`,
  "labels and finally": `export default () => { const seen = []; outer: for (let i = 0; i < 3; i++) { for (const j of [0, 1, 2]) { try { if (j === 1) continue outer; if (i === 2) break outer; http.get(j); } finally { seen.push(i, j); sleep(j); } } } return seen; };`,
  "closures over loop variables": `export default () => { const steps = []; for (let i = 0; i < 3; i++) steps.push(() => http.get(i).status + i); return steps.map((step) => step()); };`,
  "calls before the definition": `export default () => later(); function later() { return inner(); function inner() { return http.get(1).status; } }`,
  "reading before waiting": `let total = 1; const add = () => { total += 10; return http.get(1).status; }; export default () => [total + add(), total, (total += add()), total];`,
  "iterables with a body that waits": `class Pages { *[Symbol.iterator]() { yield 1; yield 2; } } export default () => { const seen = []; for (const page of new Pages()) seen.push(http.get(page).status); return seen; };`,
  "async functions that are awaited": `async function go(n) { const r = http.get(n); await null; return r.status; } export default async function () { const a = await go(1); sleep(1); return [a, await go(2), await (async () => go(3))()]; }`,
  "promises without blocking calls": `export default async () => { const all = await Promise.all([1, 2].map(async (n) => { await null; return n; })); return all.map((n) => http.get(n).status); };`,
  "a sort beside a blocking get": `class Api { get(n) { return http.get(n).status; } } const rank = new Map([[1, 2], [2, 1]]); export default () => [[1, 2].sort((a, b) => rank.get(a) - rank.get(b)), new Api().get(1)];`,
  "data beside a blocking get": `const api = { get: (n) => http.get(n) }; export default () => { const r = api.get(1).json(); return JSON.stringify({ n: r.n, toString() { return String(r.n); } }) + "x".replace("x", (m) => m + m); };`,
  "data that is given functions": `const a = JSON.parse("{}"), b = JSON.parse("{}"), c = JSON.parse("{}"), d = JSON.parse("{}"), e = JSON.parse("[]"); a["g" + "o"] = () => http.get(1).status; b.run = () => http.get(2).status;
    Object.assign(c, { step: () => http.get(3).status }); d.late = () => http.get(4).status; e.push(() => http.get(5).status);
    export default () => [a.go(), b["ru" + "n"](), c.step(), Object.values(d).map((f) => f()), e[0](), e.map((f) => f())];`,
  "objects made of entries": `const o = Object.fromEntries([["go", () => http.get(1).status]]); export default () => [o.go()];`,
  "globals by computed name": `globalThis.step = () => http.get(1).status; export default () => [globalThis["st" + "ep"]()];`,
  "keys that are lists": `const o = { [["g"][0]](n) { return http.get(n).status; } }; class A { static [["s"][0]](n) { return http.put(n).status; } get() { return http.get(3).status; } async() { return sleep(1); } }
    const k = ["g"]; export default () => [o[["g"]]?.(1)?.toFixed(1).length, o[k]?.(2), A.s(2), new A().get(), new A().async()];`,
  "targets of assignments": `const o = { x: 1, a: { y: 2 } }; const f = (n) => (http.get(n), o); export default () => { f(1).x = http.get(2).status; f(3).x++; f(4).a.y += http.get(5).status; ({ p: f(6).x, q: [f(7).z = http.get(8).status] } = { p: 9, q: [] }); for (f(9).w of [1, 2]) sleep(o.w); return o; };`,
  "this, super and arguments in the middle of a chain": `class A { n = 2; get(k) { return { v: http.get(k).status }; } none() { return undefined; } }
    class B extends A { go() { return [this?.get(arguments[0]).v, super.none()?.x, this.none?.()?.get(1).v, (() => this?.get(arguments[0] + this.n).v)()]; } } export default () => new B().go(4);`,
  "a long list of functions": `const list = [1, 2, 3, 4, 5, 6, 7, 8, 9]; const steps = [1, 2, 3, 4, 5, 6, 7, 8, 9, () => http.get(1).status]; list.push(() => 1); export default () => [steps.at(-1)(), list.map((n) => typeof n === "number" ? http.get(n).status : n())];`,
  globals: `globalThis.step = () => http.get(1).status; export default () => [step(), typeof process, typeof fetch, typeof setImmediate, globalThis.process, typeof globalThis.JSON];`,
  "new of globals": `globalThis.Box = class { n = 4; get(n) { return http.get(n).status; } }; globalThis.boxes = { Box }; export default () => [new Box().get(1), new Box.prototype.constructor().n, new boxes.Box().n, new globalThis.Box().get(2)];`,
  "prototypes of globals walked in a loop": `const kindOf = (v) => { let c = Object; for (let i = 0; i < 3; i++) c = c.constructor; let p = Array.prototype; while (p) { p = Object.getPrototypeOf(p); c = p?.constructor ?? c; } return typeof c + v; };
    export default () => [kindOf(1), http.get(1).status];`,
  "properties defined from descriptors that hold one another": `const all = {}; const d = { a: () => all, b: () => d }; for (const k in d) { Object.defineProperty(all, k + "2", { get: d[k] }); all[k] = all[k]; }
    export default () => [all.b2 === d, http.get(1).status];`,
  "init code that waits": `const first = (() => (sleep(1), 5))(); const made = [1, 2].map((n) => n * 2); export default () => [first, made];`,
  "names esbuild made": `var wait = sleep; export { run as default }; function run() { return ((wait2) => wait2(1))(wait); }`,
};

const imports = `import http, { post } from "k6/http"; import * as everything from "k6/http"; import k6, { sleep, group, check } from "k6";\n`;

for (const [name, script] of Object.entries(constructs)) {
  test(`${name}: same trace`, async () => {
    const { refusals, plain, coloured } = await runBothWays(imports + script);
    expect(refusals).toEqual([]);
    expect(coloured).toEqual(plain);
    expect(plain.at(-1)).toMatch(name === "every place of an expression" ? /^threw/ : /^returned/);
  });
}
