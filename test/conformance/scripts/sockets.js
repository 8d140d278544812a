// WebSockets, one after the other, in every way they can end.
import http from "k6/http";
import ws from "k6/ws";

export { handleSummary } from "./support/summary.js";

export const options = {
  iterations: 1,
  thresholds: { "ws_sessions{status:101}": ["count>0"], "ws_msgs_received{my:tag}": ["count>0"], ws_ping: ["max>=0"] },
};

const url = __ENV.BASE.replace("http", "ws");
const say = (...words) => console.log(`saw ${words.join(" ")}`.replace(/["\\]/g, "'").replaceAll(url, "URL"));

function talk(name, address, params, setup) {
  try {
    const { status, error, url: shown, body } = ws.connect(address, params, setup);
    say(name, "ended", status, JSON.stringify([shown, body, error.replace(/.*:\d+: /, "")]));
  } catch (error) {
    say(name, "threw", error);
  }
}

/** Ends with the word the server is told. */
const told = (name, word) =>
  talk(name, url, {}, (socket) => {
    socket.on("open", () => socket.send(word));
    socket.on("error", (e) => say(name, "error", e.error()));
    socket.on("close", (code) => say(name, "close", code));
  });

export default function () {
  http.cookieJar().set(__ENV.BASE, "c", "1");
  talk("whole", `${url}/path?q=1`, { headers: { "X-Own": "h" }, tags: { my: "tag" } }, (socket) => {
    say("whole", Object.keys(socket).sort());
    socket.on("open", () => {
      say("whole open");
      socket.send("text");
      socket.sendBinary(new Uint8Array([1, 2]).buffer);
      socket.ping();
    });
    socket.on("message", (text) => say("whole message", text));
    socket.on("binaryMessage", (data) => say("whole binary", data instanceof ArrayBuffer, data.byteLength));
    let ticks = 0;
    // The last of the answers: on a machine that stalls, ticks would come between them.
    socket.on("pong", () => {
      say("whole pong");
      socket.setInterval(() => {
        say("whole tick", ++ticks);
        if (ticks === 2) socket.close();
      }, 20);
    });
    socket.on("close", (code) => say("whole close", code));
  });
  told("left", "leave");
  told("objected", "object");
  told("vanished", "vanish");
  talk("refused", `${url}/refused`, {}, () => say("never"));
  talk("nobody", "ws://127.0.0.1:1/", {}, () => say("never"));
  talk("malformed", __ENV.BASE, {}, () => say("never"));
  talk("thrown", url, {}, (socket) => {
    socket.on("open", () => {
      throw new Error("within");
    });
    socket.on("close", () => say("thrown close"));
  });
  talk("own", url, {}, (socket) => {
    socket.on("open", () => socket.close(4001));
    socket.on("close", (code) => say("own close", code));
  });
  try {
    ws.connect(url, {});
  } catch (error) {
    say(error);
  }
}
