import { defineService, get, post } from "tailgate";

export default defineService({
  data: "numbers.json",
  endpoints: {
    square: post("/predict", (row) => ({ input: row.x }), { answers: ({ json }) => [json.output] }),
    health: get("/health"),
  },
});
