import { defineService, v2 } from "tailgate";

const features = (row) => [row.sepal_length, row.sepal_width, row.petal_length, row.petal_width];
const tensor = (rows) => [{ name: "x", shape: [rows.length, 4], datatype: "FP64", data: rows.flatMap(features) }];

export default defineService({
  data: "iris.csv",
  endpoints: { iris: v2("iris", tensor, { rows: [1, 10], share: [4, 1] }) },
});
