import { expect, test } from "vitest";
import { readMail } from "./mail-text.ts";

const raw = (headers: string, body: string): string => `From x Thu Aug 22\n${headers}\n\n${body}`;

test("subject, body and people of a plain message; the signature is left out", () => {
  const mail = readMail(
    raw("From: Joe <j@example.org>\nSubject: =?iso-8859-1?Q?caf=E9?= time\nTo: k@example.org", "Hi.\n\n-- \nJoe"),
  );
  expect(mail).toEqual({ subject: "café time", body: "Hi.", people: ["Joe <j@example.org>", "k@example.org"] });
});

test("folded headers are one line", () => {
  expect(readMail(raw("Subject: a\n  long one", "x")).subject).toBe("a long one");
});

test("quoted-printable HTML becomes text", () => {
  const headers = "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable";
  const html = "<html><style>p{}</style><p>Fish =26amp; chips<br>&#163;5 &lt;now&gt;=\n!<!-- x --></html>";
  expect(readMail(raw(headers, html)).body).toBe("Fish & chips\n£5 <now>!");
});

test("of alternatives the first readable one counts, and attachments do not", () => {
  const body = [
    "--b",
    "Content-Type: text/plain",
    "Content-Transfer-Encoding: base64",
    "",
    Buffer.from("plain words").toString("base64"),
    "--b",
    "Content-Type: text/html",
    "",
    "<b>html words</b>",
    "--b--",
  ].join("\n");
  expect(readMail(raw('Content-Type: multipart/alternative; boundary="b"', body)).body).toBe("plain words");
  const mixed = "--b\nContent-Type: image/gif\n\nR0lG\n--b\nContent-Type: text/plain\n\nseen\n--b--";
  expect(readMail(raw("Content-Type: multipart/mixed; boundary=b", mixed)).body).toBe("seen");
});

test("white space is tidied and control characters go", () => {
  expect(readMail(raw("Subject: x", "a \t b\u0007\n\n\n\nc \nd")).body).toBe("a b\n\nc\nd");
});
