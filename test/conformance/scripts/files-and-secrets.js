// Files read in pieces and as rows, streams, and secrets that must not be seen.
import csv from "k6/experimental/csv";
import * as fs from "k6/experimental/fs";
import * as streams from "k6/experimental/streams";
import secrets from "k6/secrets";

const shown = (value) => (typeof value === "string" ? value : JSON.stringify(value));

async function say(name, look) {
  let text;
  try {
    text = shown(await look());
  } catch (error) {
    text = `thrown ${error}`;
  }
  console.log(`saw ${name} ${text}`.replace(/["\\]/g, "'"));
}

async function attempt(act) {
  try {
    return await act();
  } catch (error) {
    return String(error).replace(/['"].*\//, "'");
  }
}

const open = () => fs.open("support/rows.csv");
const file = await open();
const missing = await attempt(() => fs.open("support/nothing.csv"));
const rows = await csv.parse(await open(), { skipFirstLine: true });
const objects = await csv.parse(await open(), { asObjects: true });
const some = await csv.parse(await open(), { fromLine: 1, toLine: 2 });
const both = await attempt(async () => new csv.Parser(await open(), { asObjects: true, skipFirstLine: true }));
const parser = new csv.Parser(await open(), { skipFirstLine: true });
const named = new csv.Parser(await open(), { asObjects: true });

export default async function () {
  const bytes = new Uint8Array(4);
  await say("missing", () => missing);
  await say("stat", () => file.stat());
  await say("read", async () => [await file.read(bytes), ...bytes]);
  await say("from", () => file.seek(2, fs.SeekMode.Start));
  await say("on", () => file.seek(1, fs.SeekMode.Current));
  await say("back", () => file.seek(-2, fs.SeekMode.End));
  await say("rest", async () => [await file.read(bytes), ...bytes]);
  await say("end", () => file.read(bytes));
  await say("before", () => file.seek(-100, fs.SeekMode.Start));
  await say("beyond", () => file.seek(1000, fs.SeekMode.Start));
  await say("into", () => file.read(1));
  await say("late", () => fs.open("support/rows.csv"));
  await say("rows", () => [rows.length, rows[1][0], Array.isArray(rows), ...rows]);
  await say("objects", () => objects.map((row) => `${row.name}:${row.age}`));
  await say("some", () => some);
  await say("change", () => {
    rows[0] = 1;
  });
  await say("both", () => both);
  for (let i = 0; i < 4; i++) {
    await say("next", async () => {
      const { done, value } = await parser.next();
      return [done, ...value];
    });
  }
  await say("named", async () => {
    const { done, value } = await named.next();
    return [done, value.name, value.age];
  });
  await say("secret", async () => [(await secrets.get("a")).length, await secrets.get("a")]);
  await say("source", async () => (await secrets.source("default").get("b")).length);
  await say("no secret", () => secrets.get("none"));
  await say("no source", () => secrets.source("none").get("a"));
  await say("hidden", () => "before s3cret! after");
  await say("stream", async () => {
    const reader = new streams.ReadableStream({
      start(controller) {
        controller.enqueue("a");
        controller.close();
      },
    }).getReader();
    return [(await reader.read()).value, (await reader.read()).done];
  });
}
