// Looks into a page, submits its forms and follows its links.

import { sleep } from "k6";
import { parseHTML } from "k6/html";
import http from "k6/http";

const shown = (value) => (value?.html ? `${value.size()}:${value.html()}` : JSON.stringify(value));

function say(name, look) {
  let text;
  try {
    text = shown(look());
  } catch (error) {
    text = String(error).replace(__ENV.BASE, "");
  }
  console.log(`saw ${name} ${text}`.replace(/["\\]/g, "'"));
}

export default function () {
  const page = http.get(`${__ENV.BASE}/page`);
  const doc = page.html();
  const li = doc.find("li");
  say("title", () => page.html("title").text());
  say("html", () => doc.find("#one").html());
  say("none", () => [
    doc.find("nope").html(),
    doc.find("nope").text(),
    doc.find("p").attr("x"),
    doc.find("p").attr("x", "d"),
  ]);
  say("data", () => ["foo-bar", "fooBar", "obj", "t", "v", "nope"].map((name) => doc.find("#one").data(name)));
  say("map", () => li.map((i, item) => i + item.text()));
  say("elements", () => li.get().map((item) => [item.nodeName(), item.textContent(), item.classList().join()]));
  say("beside", () => [li.eq(1).next().text(), li.eq(-1).prevAll().size(), li.first().nextUntil(".x").size()]);
  say("around", () => [
    doc.find("b").parents().size(),
    doc.find("b").closest("div").attr("id"),
    doc.find("b").parentsUntil("body").size(),
  ]);
  say("kept", () => [
    li.filter(".x").text(),
    li.not(".x").text(),
    li.filter((i) => i === 2).text(),
    li.is(".x"),
    li.has("b").size(),
  ]);
  say("picked", () => [
    li.slice(1).size(),
    li.index(li.last()),
    doc.find("li.x").index(),
    li.add("p").size(),
    li.end().size(),
  ]);
  say("selectors", () =>
    ["li:contains('2')", "p:has(b)", "li:nth-child(2)", "li, p", "li:first", "li:::x"].map((s) => doc.find(s).size()),
  );
  say("fields", () => ["[name=n]", "[name=m]", "textarea", "#s2", "p"].map((s) => doc.find(s).val()));
  say("serialised", () => doc.find("form").serialize());
  say("raw", () => doc.find("script").html());
  say("completed", () => [parseHTML("<p>x<p>y").html(), doc.find("table").html()]);
  say("wrong", () => doc.find());
  say("refused", () => li.each(1));
  sleep(0.01);
  say("form", () => page.submitForm().body);
  say(
    "other",
    () => page.submitForm({ formSelector: "#two", fields: { n: "over", extra: "e" }, submitSelector: "#s2" }).body,
  );
  say(
    "get",
    () => page.submitForm({ formSelector: "#three", fields: { q: "a b" }, params: { headers: { "X-Own": "1" } } }).body,
  );
  say("no form", () => page.submitForm({ formSelector: "#none" }).body);
  say("link", () => page.clickLink().body);
  say("chosen", () => page.clickLink({ selector: "a.b", params: { headers: { "X-Own": "2" } } }).body);
  say("no link", () => page.clickLink({ selector: "a.none" }).body);
  say("nowhere", () => page.clickLink({ selector: "a.nowhere" }).body);
  say("nothing", () => http.get(`${__ENV.BASE}/page`, { responseType: "none" }).html());
  const links = parseHTML(
    `<a href="http://me:secret@a.test:81/b/c?d=1#e" rel="next up" target="t" accesskey="k" type="y">f</a>
    <a href="/only/path">g</a><a>h</a><area href="https://a.test:443"><area href="https://a.test:80">`,
  );
  const parts = "hash host hostname href origin password pathname port protocol search username";
  for (const link of links.find("a, area").get()) {
    for (const part of parts.split(" ")) say(`link ${part}`, () => link[part]());
    say("link itself", () => [link.rel(), link.target(), link.accessKey(), link.type(), link.text()]);
    say("link relations", () => link.relList().sort());
  }
  say("single", () => [links.single("a").text(), links.single("b").size()]);
}
