// /v1/completions over HTTP: OpenAI's form, streamed and whole, and the same text either way.

import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningService, startService } from "../../service/service.ts";

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

const ask = (body: object): Promise<Response> =>
  fetch(`${service.url}/v1/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ prompt: "dear friend", seed: 5, ...body }),
  });

test("a stream has the words one by one, the usage when asked for, and an end mark", async () => {
  const response = await ask({ max_tokens: 4, stream: true, stream_options: { include_usage: true } });
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const data = (await response.text()).split("\n\n").filter((block) => block !== "");
  expect(data.at(-1)).toBe("data: [DONE]");
  const chunks = data.slice(0, -1).map((block) => JSON.parse(block.slice("data: ".length)));
  expect(chunks).toHaveLength(6);
  expect(chunks[4].choices[0]).toMatchObject({ text: "", finish_reason: "length" });
  expect(chunks[5]).toMatchObject({ choices: [], usage: { completion_tokens: 4 } });
  const whole = JSON.parse(await (await ask({ max_tokens: 4 })).text());
  expect(chunks.map((chunk) => chunk.choices[0]?.text ?? "").join("")).toBe(whole.choices[0].text);
});

test("a body outside of the contract is refused in JSON", async () => {
  for (const body of [{ prompt: 5 }, { max_tokens: 0 }, { temperature: 0 }]) {
    const response = await ask(body);
    expect([response.status, Object.keys(JSON.parse(await response.text()))]).toEqual([400, ["error"]]);
  }
});
