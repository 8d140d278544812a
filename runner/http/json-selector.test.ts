import { expect, test } from "vitest";
import { select } from "./json-selector.ts";

const document = {
  name: { first: "Tom", last: "Anderson" },
  age: 37,
  t: true,
  n: null,
  children: ["Sara", "Alex", "Jack"],
  "fav.movie": "Deer Hunter",
  friends: [
    { first: "Dale", last: "Murphy", age: 44, nets: ["ig", "fb"] },
    { first: "Roger", last: "Craig", age: 68, nets: ["fb"] },
    { first: "Jane", last: "Murphy", age: 47 },
  ],
  empty: [],
  a: { b: { c: [1, [2, 3], { d: 4 }] } },
  users: { "0": "zero" },
};

// What k6 v2.2.0 gave for the same document.
test.each([
  ["name.first", "Tom"],
  ["name", { first: "Tom", last: "Anderson" }],
  ["n", null],
  ["nothing", undefined],
  ["children.#", 3],
  ["children.1", "Alex"],
  ["children.9", undefined],
  ["children.-1", undefined],
  ["fav\\.movie", "Deer Hunter"],
  ["friends.#.first", ["Dale", "Roger", "Jane"]],
  ["friends.1.last", "Craig"],
  ['friends.#(last=="Murphy").first', "Dale"],
  ['friends.#(last=="Murphy")#.first', ["Dale", "Jane"]],
  ["friends.#(age>45)#.last", ["Craig", "Murphy"]],
  ['friends.#(first%"D*").last', "Murphy"],
  ['friends.#(first!%"D*").last', "Craig"],
  ['friends.#(nets.#(=="fb"))#.first', ["Dale", "Roger"]],
  ["child*.2", "Jack"],
  ["c?ildren.0", "Sara"],
  ["name.*", "Tom"],
  ["users.0", "zero"],
  ["a.b.c.1.0", 2],
  ["a.b.c.2.d", 4],
  ["empty", []],
  ["empty.#", 0],
  ["empty.0", undefined],
  ["", undefined],
  ["children|0", "Sara"],
  ["friends.#.age|0", 44],
  ["friends.#(age>=68).first", "Roger"],
  ["friends.#(age!=44).first", "Roger"],
  ['children.#(=="Sara")', "Sara"],
  ['children.#(!="Sara")#', ["Alex", "Jack"]],
  ["friends.#.nets", [["ig", "fb"], ["fb"]]],
  ["friends.#.nets.0", ["ig", "fb"]],
  ["friends.#.nets.#", [2, 1]],
  ["name.first.x", undefined],
  ["friends.#(last=Murphy).first", "Dale"],
  ["friends.first", undefined],
  ["..age", undefined],
  ["name..first", undefined],
  ["friends.#(nope==1).first", undefined],
  ["friends.#(nope==1)#.first", []],
  ["$.age", undefined],
  ["friends[0]", undefined],
  ["friends.#.nothing", []],
  ['friends.#(last=="Murphy")#|#', 2],
  ['friends.#(last=="Murphy")#.#', []],
])("%s", (selector, found) => {
  expect(select(document, selector)).toEqual(found);
});

test.each([
  ["@reverse", "modifiers"],
  ["children|@reverse", "modifiers"],
  ["{age,t}", "multipaths"],
  ["friends.[0]", "multipaths"],
  ['!"x"', "literals"],
])("%s is refused by name", (selector, what) => {
  expect(() => select(document, selector)).toThrow(`the runner does not have ${what}`);
});

test("a document cannot lend its prototype to a path", () => {
  expect(select({}, "constructor")).toBeUndefined();
  expect(select({}, "__proto__")).toBeUndefined();
});
