// Writes to every level of the console, and makes a request that fails.
import http from "k6/http";

export default function () {
  console.debug("said nothing");
  console.log("said two words", { a: 1 });
  console.warn("w");
  console.error("e");
  http.get("http://127.0.0.1:1/");
}
