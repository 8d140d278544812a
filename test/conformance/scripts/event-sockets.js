// WebSockets that are listened to, one after the other: what listeners do may wait, and nothing else comes meanwhile.
import http from "k6/http";
import { WebSocket } from "k6/websockets";

export { handleSummary } from "./support/summary.js";

export const options = {
  iterations: 1,
  thresholds: { "ws_sessions{status:101}": ["count>0"], "ws_msgs_received{my:tag}": ["count>0"], ws_ping: ["max>=0"] },
};

const url = __ENV.BASE.replace("http", "ws");
const say = (...words) => console.log(`saw ${words.join(" ")}`.replace(/["\\]/g, "'").replaceAll(url, "URL"));
const tried = (name, attempt) => {
  try {
    attempt();
  } catch (error) {
    say(name, "threw", error);
  }
};

/** Says all that happens to a socket. */
function watched(name, socket) {
  for (const event of ["open", "ping", "pong"])
    socket.addEventListener(event, () => say(name, event, socket.readyState));
  socket.onmessage = ({ data }) =>
    say(name, "message", typeof data === "string" ? JSON.parse(JSON.stringify(data)) : data.byteLength);
  socket.onerror = ({ error }) => say(name, "error", error.replace(/.*:\d+: /, ""));
  socket.onclose = ({ code, reason }) => say(name, "close", code, reason);
  return socket;
}

/** Resolves when the socket is closed. */
const closed = (socket) => new Promise((resolve) => socket.addEventListener("close", () => resolve()));

/** Ends with the word the server is told. */
function told(name, word) {
  const socket = watched(name, new WebSocket(url));
  socket.addEventListener("open", () => socket.send(word));
  return closed(socket);
}

export default async function () {
  http.cookieJar().set(__ENV.BASE, "c", "1");
  const whole = new WebSocket(`${url}/path?q=1`, null, { headers: { "X-Own": "h" }, tags: { my: "tag" } });
  say(whole.readyState, whole.url, whole.binaryType, "onopen" in whole);
  whole.binaryType = "arraybuffer";
  watched("whole", whole);
  tried("early", () => whole.send("too early"));
  tried("strange", () => {
    whole.binaryType = "paper";
  });
  tried("no function", () => {
    whole.onopen = 1;
  });
  whole.addEventListener("open", () => {
    whole.send("text");
    say("whole got", http.get(`${__ENV.BASE}/status/200`).body);
    whole.send(new Uint8Array([1, 2]).buffer);
    whole.ping();
  });
  whole.addEventListener("pong", () => {
    say("whole got", http.get(`${__ENV.BASE}/status/201`).body);
    whole.close(4001, "enough");
    tried("late", () => whole.send("too late"));
  });
  await closed(whole);
  say(whole.readyState);
  await told("left", "leave");
  await told("objected", "object");
  await told("vanished", "vanish");
  await closed(watched("refused", new WebSocket(`${url}/refused`)));
  await closed(watched("nobody", new WebSocket("ws://127.0.0.1:1/")));
  tried("malformed", () => new WebSocket(__ENV.BASE));
  tried("nowhere", () => new WebSocket());
  tried("unknown", () => new WebSocket(url, null, { colour: "red" }));
}
