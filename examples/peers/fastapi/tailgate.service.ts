import { defineService, post } from "tailgate";

export default defineService({
  data: "mails.jsonl",
  endpoints: { classify: post("/classify", (mail) => ({ q: mail.text })) },
});
