// Reads one stream in the call form of xk6-sse and prints what it saw, one line of JSON (escaped, since log lines are
// quoted) for each iteration.
import sse from "k6/x/sse";

export default function () {
  const seen = [];
  const params = { method: "POST", body: "{}", headers: { "content-type": "application/json" }, tags: { kind: "llm" } };
  const response = sse.open(`${__ENV.BASE_URL}${__ENV.STREAM}`, params, (client) => {
    client.on("open", () => seen.push("open"));
    client.on("event", (event) => {
      const { id, name, data, comment } = event;
      seen.push({ id, name, data, comment, stamped: event.at > 1.6e12 });
      if (data === __ENV.STOP_AT) client.close();
      if (data === __ENV.THROW_AT) throw new Error("the script had enough");
    });
    client.on("error", (e) => seen.push(`error: ${e.error()}`));
  });
  const { status, body, error } = response;
  console.log(`saw:${encodeURIComponent(JSON.stringify({ seen, status, body, error }))};`);
}
